#include "gpu/dream_step.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace birddream::gpu {
namespace {

using cuda::StepBlock;
using cuda::StepResult;

constexpr std::size_t most_programs = 4;

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

Result<std::unique_ptr<DreamStep>> DreamStep::make(std::shared_ptr<const Device> device,
                                                   const net::GraphBlend& network, const Shape& shape) {
  return caught([&]() -> Result<std::unique_ptr<DreamStep>> {
    return std::unique_ptr<DreamStep>(new DreamStep(std::move(device), network, shape));
  });
}

DreamStep::DreamStep(std::shared_ptr<const Device> device, const net::GraphBlend& network, const Shape& shape)
    : device_(std::move(device)),
      graph_(network.from),
      weights_(device_, *graph_),
      buffers_(device_, shape),
      asked_(device_, sizeof(StepBlock), Memory::Kind::host),
      told_(device_, sizeof(StepResult), Memory::Kind::host),
      copies_(device_, static_cast<std::size_t>(3 * shape.plane()) * sizeof(float)) {
  weights_.set(network);
}

Status DreamStep::set_network(const net::GraphBlend& network) {
  return caught([&]() -> Status {
    weights_.set(network);
    return {};
  });
}

Status DreamStep::set_decoding(const at::Tensor& scale, const at::Tensor& matrix) {
  const at::Tensor table = scale.to(at::kFloat).contiguous(), colours = matrix.to(at::kFloat).contiguous();
  std::copy_n(colours.const_data_ptr<float>(), matrix_.size(), matrix_.begin());
  return caught([&]() -> Status {
    device_->copy(buffers_.scale, table.const_data_ptr<float>(), table.nbytes(), birddream_to_device);
    device_->wait();
    return {};
  });
}

Status DreamStep::put(const Values& given) {
  return caught([&]() -> Status {
    std::vector<at::Tensor> kept;
    for (const auto& [from, to] :
         {std::pair(given.values, buffers_.values), std::pair(given.first, buffers_.first),
          std::pair(given.second, buffers_.second)}) {
      kept.push_back(from.detach().contiguous());
      device_->copy(to, kept.back().const_data_ptr<float>(), kept.back().nbytes(), birddream_to_device);
    }
    StepBlock block{};
    std::ranges::copy(matrix_, block.matrix);
    device_->copy(buffers_.block, &block, sizeof block, birddream_to_device);
    Launches launches;
    buffers_.add_decode(launches);
    launches.run(*device_);
    device_->wait();
    return {};
  });
}

Result<DreamStep::Values> DreamStep::get() const {
  return caught([&]() -> Result<Values> {
    const auto fetched = [&](const float* from) {
      at::Tensor to = shape().fourier
                          ? at::empty({1, 3, shape().height, cuda::half_width(shape().width), 2}, at::kFloat)
                          : at::empty({1, 3, shape().height, shape().width}, at::kFloat);
      device_->copy(to.mutable_data_ptr<float>(), from, to.nbytes(), birddream_to_host);
      return to;
    };
    Values values{fetched(buffers_.values), fetched(buffers_.first), fetched(buffers_.second)};
    device_->wait();
    return values;
  });
}

StepProgram& DreamStep::program(const StepProgram::Looks& looks) {
  const auto known = std::ranges::find(programs_, looks, &StepProgram::looks);
  if (known != programs_.end()) {
    programs_.splice(programs_.begin(), programs_, known);
    return programs_.front();
  }
  if (programs_.size() >= most_programs) programs_.pop_back();
  return programs_.emplace_front(device_, *graph_, weights_, buffers_, looks);
}

Result<DreamStep::Outcome> DreamStep::step(StepBlock block, const std::vector<std::string>& taps,
                                           bool redirect) {
  return caught([&]() -> Result<Outcome> {
    StepProgram& program = this->program({taps, redirect});
    std::ranges::copy(matrix_, block.matrix);
    auto* const asked = asked_.as<StepBlock>();
    const auto* const told = told_.as<StepResult>();
    *asked = block;
    LossScale& scale = program.loss_scale();
    bool again = true, shrunk = false;  // what was too much once in a step is not tried again in it
    while (again) {
      asked->loss_scale = scale.value();
      program.run(asked_, told_, why_no_graph_);
      again = false;
      if (!std::isfinite(told->objective)) break;
      if (!std::isfinite(told->norm))
        again = shrunk = scale.overflowed();
      else if (told->norm == 0 && !shrunk)
        again = scale.vanished();
    }
    if (told->good != 0) scale.went_well();
    return Outcome{*told, program.logits()};
  });
}

Result<DreamStep::Picture> DreamStep::picture() {
  return caught([&]() -> Result<Picture> { return copies_.take(buffers_.picture); });
}

std::size_t DreamStep::bytes() const {
  std::size_t sum = buffers_.bytes();
  for (const StepProgram& program : programs_) sum += program.bytes();
  return sum;
}

}  // namespace birddream::gpu
