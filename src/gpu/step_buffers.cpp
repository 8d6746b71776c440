#include "gpu/step_buffers.h"

#include <cmath>
#include <numbers>
#include <vector>

namespace birddream::gpu {

StepBuffers::StepBuffers(std::shared_ptr<const Device> device, const StepShape& for_shape)
    : shape(for_shape), device_(std::move(device)), arena_(device_) {
  const auto take = [this](long count) { return arena_.take<float>(static_cast<std::size_t>(count)); };
  for (float** buffer : {&values, &first, &second, &next, &next_first, &next_second, &gradient})
    *buffer = take(shape.values());
  const long pixels = 3 * shape.plane();
  inner = take(pixels);
  picture = shape.fourier ? take(pixels) : values;
  sums = take(2L * cuda::sum_blocks);
  block = arena_.take<cuda::StepBlock>(1);
  result = arena_.take<cuda::StepResult>(1);
  if (!shape.fourier) return;
  scale = take(shape.coefficients() / 3);
  columns_ = arena_.take<cuda::Pair>(static_cast<std::size_t>(shape.coefficients()));
  turns_across_ = turns(shape.width);
  turns_down_ = turns(shape.height);
}

/// e^(2 pi i k / size) for every k.
cuda::Pair* StepBuffers::turns(int size) {
  std::vector<cuda::Pair> all;
  for (int k = 0; k < size; ++k) {
    const double angle = 2 * std::numbers::pi * k / size;
    all.push_back({static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))});
  }
  auto* const to = arena_.take<cuda::Pair>(all.size());
  device_->copy(to, all.data(), all.size() * sizeof(cuda::Pair), birddream_to_device);
  device_->wait();
  return to;
}

void StepBuffers::add_decode(Launches& launches) const {
  if (!shape.fourier) return;
  const auto* const pairs = reinterpret_cast<const cuda::Pair*>(values);
  launches.each(cuda::ColumnsToPicture{pairs, scale, turns_down_, shape.planes(), columns_},
                shape.coefficients());
  launches.each(cuda::RowsToPicture{columns_, turns_across_, shape.planes(), inner}, 3 * shape.plane());
  launches.each(cuda::Colours{inner, shape.planes(), block, picture}, shape.plane());
}

void StepBuffers::add_decode_backward(Launches& launches) const {
  if (!shape.fourier) return;
  launches.each(cuda::RowsBackward{inner, turns_across_, shape.planes(), columns_}, shape.coefficients());
  launches.each(cuda::ColumnsBackward{columns_, scale, turns_down_, shape.planes(),
                                      reinterpret_cast<cuda::Pair*>(gradient)},
                shape.coefficients());
}

}  // namespace birddream::gpu
