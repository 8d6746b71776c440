#include "gpu/dream_step.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace birddream::gpu {
namespace {

using cuda::StepBlock;
using cuda::StepResult;

constexpr std::size_t most_variants = 4;
// Halves end at 65504: of a gradient that begins with 1024 there is room for sums. Where it was not enough
// the step is done again with less, where all of it was too small for halves, with more.
constexpr float largest_scale = 16384, smallest_scale = 1;

cuda::Planes planes_of(const DreamStep::Shape& shape) {
  return {shape.width, shape.height};
}

/// Runs `work`, a Failure becomes an Error.
template <class Work>
auto caught(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const Failure& failure) {
    return Error{failure.what()};
  }
}

}  // namespace

struct DreamStep::Variant {
  std::vector<std::string> taps;
  bool redirect = false;
  NetworkProgram network;
  Launches launches;
  Memory logits;  // the host's end, where the network comes to them
  int steps = 0;
  std::shared_ptr<birddream_graph> graph;
};

struct DreamStep::Slot {
  std::shared_ptr<const Device> device;
  Memory on_device, on_host;
  void* ready = nullptr;
  Slot(std::shared_ptr<const Device> owner, std::size_t bytes)
      : device(std::move(owner)), on_device(device, bytes), on_host(device, bytes, Memory::Kind::host) {}
  ~Slot() { device->api().release_event(ready); }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
};

DreamStep::~DreamStep() = default;

Result<std::unique_ptr<DreamStep>> DreamStep::make(std::shared_ptr<const Device> device,
                                                   const net::GraphBlend& network, const Shape& shape) {
  return caught([&]() -> Result<std::unique_ptr<DreamStep>> {
    return std::unique_ptr<DreamStep>(new DreamStep(std::move(device), network, shape));
  });
}

DreamStep::DreamStep(std::shared_ptr<const Device> device, const net::GraphBlend& network, const Shape& shape)
    : device_(std::move(device)),
      shape_(shape),
      graph_(network.from),
      weights_(device_, *graph_),
      arena_(device_),
      asked_(device_, sizeof(StepBlock), Memory::Kind::host),
      told_(device_, sizeof(StepResult), Memory::Kind::host) {
  weights_.set(network);
  const long wide = cuda::half_width(shape.width), pixels = 3 * plane();
  count_ = shape.fourier ? 6L * shape.height * wide : pixels;
  for (float** buffer : {&values_, &first_, &second_, &next_, &next_first_, &next_second_, &gradient_})
    *buffer = take(count_);
  inner_ = take(pixels);
  picture_ = shape.fourier ? take(pixels) : values_;
  sums_ = take(2L * cuda::sum_blocks);
  block_ = arena_.take<StepBlock>(1);
  result_ = arena_.take<StepResult>(1);
  if (!shape.fourier) return;
  scale_ = take(shape.height * wide);
  columns_ = arena_.take<cuda::Pair>(static_cast<std::size_t>(3 * shape.height * wide));
  turns_across_ = turns(shape.width);
  turns_down_ = turns(shape.height);
}

cuda::Pair* DreamStep::turns(int size) {
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

Status DreamStep::set_network(const net::GraphBlend& network) {
  return caught([&]() -> Status {
    weights_.set(network);
    return {};
  });
}

Status DreamStep::set_decoding(const at::Tensor& scale, const at::Tensor& matrix) {
  const at::Tensor table = scale.to(at::kFloat).contiguous(), colours = matrix.to(at::kFloat).contiguous();
  std::copy_n(colours.const_data_ptr<float>(), 9, matrix_);
  return caught([&]() -> Status {
    device_->copy(scale_, table.const_data_ptr<float>(), table.nbytes(), birddream_to_device);
    device_->wait();
    return {};
  });
}

Status DreamStep::put(const Values& given) {
  return caught([&]() -> Status {
    std::vector<at::Tensor> kept;
    for (const auto& [from, to] : {std::pair(given.values, values_), std::pair(given.first, first_),
                                   std::pair(given.second, second_)}) {
      kept.push_back(from.detach().contiguous());
      device_->copy(to, kept.back().const_data_ptr<float>(), kept.back().nbytes(), birddream_to_device);
    }
    StepBlock block{};
    std::ranges::copy(matrix_, block.matrix);
    device_->copy(block_, &block, sizeof block, birddream_to_device);
    Launches launches;
    decode(launches);
    launches.run(*device_);
    device_->wait();
    return {};
  });
}

Result<DreamStep::Values> DreamStep::get() const {
  return caught([&]() -> Result<Values> {
    const auto fetched = [&](const float* from) {
      const at::Tensor to =
          shape_.fourier ? at::empty({1, 3, shape_.height, cuda::half_width(shape_.width), 2}, at::kFloat)
                         : at::empty({1, 3, shape_.height, shape_.width}, at::kFloat);
      device_->copy(to.mutable_data_ptr<float>(), from, to.nbytes(), birddream_to_host);
      return to;
    };
    Values values{fetched(values_), fetched(first_), fetched(second_)};
    device_->wait();
    return values;
  });
}

DreamStep::Variant& DreamStep::variant(const std::vector<std::string>& taps, bool redirect) {
  const auto known = std::ranges::find_if(
      variants_, [&](const Variant& v) { return v.taps == taps && v.redirect == redirect; });
  if (known != variants_.end()) {
    variants_.splice(variants_.begin(), variants_, known);
    return variants_.front();
  }
  if (variants_.size() >= most_variants) variants_.pop_back();
  if (taps.size() > cuda::most_taps) throw Failure("the objective looks at too many layers");
  const NetworkProgram::Options options{
      1, shape_.height + 2 * shape_.pad, shape_.width + 2 * shape_.pad, taps, redirect, block_, result_};
  variants_.push_front(
      {taps, redirect, NetworkProgram(device_, *graph_, weights_, options), {}, {}, 0, nullptr});
  plan(variants_.front());
  return variants_.front();
}

void DreamStep::decode(Launches& launches) const {
  if (!shape_.fourier) return;
  const cuda::Planes size = planes_of(shape_);
  const long coefficients = 3L * shape_.height * cuda::half_width(shape_.width);
  const auto* const values = reinterpret_cast<const cuda::Pair*>(values_);
  launches.each(cuda::ColumnsToPicture{values, scale_, turns_down_, size, columns_}, coefficients);
  launches.each(cuda::RowsToPicture{columns_, turns_across_, size, inner_}, 3 * plane());
  launches.each(cuda::Colours{inner_, size, block_, picture_}, plane());
}

void DreamStep::plan(Variant& v) const {
  const cuda::Planes size = planes_of(shape_);
  const int fourier = shape_.fourier ? 1 : 0;
  cuda::Look look{picture_, size, block_, v.network.input(), {}, {}};
  std::ranges::copy(graph_->scale, look.scale);
  std::ranges::copy(graph_->shift, look.shift);
  v.launches.each(look, look.seen.pixels());
  v.launches.append(v.network.forward());
  v.launches.append(v.network.backward());
  cuda::LookBackward back{picture_,
                          size,
                          block_,
                          result_,
                          v.network.input_gradient(),
                          {},
                          fourier,
                          shape_.fourier ? inner_ : gradient_};
  std::ranges::copy(graph_->scale, back.scale);
  v.launches.each(back, plane());
  if (shape_.fourier) {
    const long coefficients = 3L * shape_.height * cuda::half_width(shape_.width);
    v.launches.each(cuda::RowsBackward{inner_, turns_across_, size, columns_}, coefficients);
    v.launches.each(
        cuda::ColumnsBackward{columns_, scale_, turns_down_, size, reinterpret_cast<cuda::Pair*>(gradient_)},
        coefficients);
  }
  float* const magnitudes = sums_ + cuda::sum_blocks;
  v.launches.grid(cuda::GradientSums{gradient_, count_, sums_, magnitudes}, cuda::sum_blocks, 1, 1);
  v.launches.each(cuda::Decide{sums_, magnitudes, count_, result_}, 1);
  v.launches.each(cuda::Climb{values_, gradient_, first_, second_, next_, next_first_, next_second_, block_,
                              result_, 1 - fourier},
                  count_);
  if (!shape_.fourier) {
    v.launches.each(cuda::BlurPixels{next_, inner_, size, block_, 1}, count_);
    v.launches.each(cuda::BlurPixels{inner_, next_, size, block_, 0}, count_);
  }
  v.launches.each(cuda::Commit{next_, next_first_, next_second_, values_, first_, second_, block_, result_,
                               size, 1 - fourier},
                  count_);
  decode(v.launches);
  if (v.network.logits_pitch() > 0)
    v.logits = Memory(device_, static_cast<std::size_t>(v.network.logits_pitch()) * sizeof(float),
                      Memory::Kind::host);
}

void DreamStep::issue(const Variant& v) const {
  device_->copy(block_, asked_.as<void>(), sizeof(StepBlock), birddream_to_device);
  v.launches.run(*device_);
  device_->copy(told_.as<void>(), result_, sizeof(StepResult), birddream_to_host);
  for (const cuda::TapView& tap : v.network.taps()) {
    if (tap.logits != nullptr)
      device_->copy(v.logits.as<void>(), tap.logits, v.logits.bytes(), birddream_to_host);
  }
}

void DreamStep::run(Variant& v) {
  // The first time kernels are loaded, which a graph's making would not have. The second makes the graph.
  if (v.steps++ > 0 && !v.graph && why_no_graph_.empty()) {
    try {
      device_->begin_capture();
      std::string broke;
      try {
        issue(v);
      } catch (const Failure& failure) {
        broke = failure.what();
      }
      birddream_graph* const graph = device_->end_capture();
      v.graph = {graph, device_->api().release_graph};
      if (!broke.empty()) throw Failure(broke);
    } catch (const Failure& failure) {
      v.graph = nullptr;
      why_no_graph_ = failure.what();
    }
  }
  if (v.graph)
    device_->replay(v.graph.get());
  else
    issue(v);
  device_->wait();
}

Result<DreamStep::Outcome> DreamStep::step(StepBlock block, const std::vector<std::string>& taps,
                                           bool redirect) {
  return caught([&]() -> Result<Outcome> {
    Variant& v = variant(taps, redirect);
    std::ranges::copy(matrix_, block.matrix);
    auto* const asked = asked_.as<StepBlock>();
    const auto* const told = told_.as<StepResult>();
    *asked = block;
    asked->loss_scale = loss_scale_;
    for (;;) {
      run(v);
      const bool overflowed = told->good == 0 && std::isfinite(told->objective) && !std::isfinite(told->norm);
      if (overflowed && loss_scale_ > smallest_scale) {
        asked->loss_scale = loss_scale_ = std::max(loss_scale_ / 8, smallest_scale);
        continue;
      }
      if (told->norm == 0 && std::isfinite(told->objective) && asked->loss_scale < largest_scale) {
        asked->loss_scale = largest_scale;
        continue;
      }
      break;
    }
    Outcome outcome{*told, {}};
    for (const cuda::TapView& tap : v.network.taps()) {
      if (tap.logits != nullptr)
        outcome.logits = at::from_blob(v.logits.as<float>(), {1, tap.classes}, at::kFloat).clone();
    }
    return outcome;
  });
}

Result<DreamStep::Picture> DreamStep::picture() {
  return caught([&]() -> Result<Picture> {
    const auto bytes = static_cast<std::size_t>(3 * plane()) * sizeof(float);
    auto free = std::ranges::find_if(slots_, [](const auto& slot) { return slot.use_count() == 1; });
    if (free == slots_.end()) {
      slots_.push_back(std::make_shared<Slot>(device_, bytes));
      free = slots_.end() - 1;
    }
    Slot& slot = **free;
    device_->copy(slot.on_device.as<void>(), picture_, bytes, birddream_within_device);
    device_->mark(&slot.ready);
    device_->copy(slot.on_host.as<void>(), picture_, bytes, birddream_to_host);
    device_->wait();
    return Picture{*free, slot.on_host.as<float>(), slot.on_device.as<float>(), slot.ready};
  });
}

std::size_t DreamStep::bytes() const {
  std::size_t sum = arena_.bytes();
  for (const Variant& v : variants_) sum += v.network.bytes();
  return sum;
}

}  // namespace birddream::gpu
