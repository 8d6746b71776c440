#include "gpu/step_program.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace birddream::gpu {
namespace {

NetworkProgram::Options options_of(const StepBuffers& buffers, const StepProgram::Looks& looks) {
  if (looks.taps.size() > cuda::most_taps) throw Failure("the objective looks at too many layers");
  const StepShape& shape = buffers.shape;
  return {1,
          shape.height + 2 * shape.pad,
          shape.width + 2 * shape.pad,
          looks.taps,
          looks.redirect,
          buffers.block,
          buffers.result};
}

}  // namespace

StepProgram::StepProgram(std::shared_ptr<const Device> device, const net::Graph& graph,
                         const Weights& weights, const StepBuffers& buffers, Looks looks)
    : device_(std::move(device)),
      buffers_(buffers),
      looks_(std::move(looks)),
      network_(device_, graph, weights, options_of(buffers, looks_)) {
  plan(graph);
}

void StepProgram::plan(const net::Graph& graph) {
  const StepBuffers& b = buffers_;
  const cuda::Planes size = b.shape.planes();
  const long count = b.shape.values();
  const bool fourier = b.shape.fourier;
  const int pixels = fourier ? 0 : 1;
  cuda::Look look{b.picture, size, b.block, network_.input(), {}, {}};
  std::ranges::copy(graph.scale, look.scale);
  std::ranges::copy(graph.shift, look.shift);
  launches_.each(look, look.seen.pixels());
  launches_.append(network_.forward());
  launches_.append(network_.backward());
  cuda::LookBackward back{b.picture,
                          size,
                          b.block,
                          b.result,
                          network_.input_gradient(),
                          {},
                          1 - pixels,
                          fourier ? b.inner : b.gradient};
  std::ranges::copy(graph.scale, back.scale);
  launches_.each(back, b.shape.plane());
  b.add_decode_backward(launches_);
  float* const magnitudes = b.sums + cuda::sum_blocks;
  launches_.grid(cuda::GradientSums{b.gradient, count, b.sums, magnitudes}, cuda::sum_blocks, 1, 1);
  launches_.each(cuda::Decide{b.sums, magnitudes, count, b.result}, 1);
  launches_.each(cuda::Climb{b.values, b.gradient, b.first, b.second, b.next, b.next_first, b.next_second,
                             b.block, b.result, pixels},
                 count);
  if (!fourier) {
    launches_.each(cuda::BlurPixels{b.next, b.inner, size, b.block, 1}, count);
    launches_.each(cuda::BlurPixels{b.inner, b.next, size, b.block, 0}, count);
  }
  launches_.each(cuda::Commit{b.next, b.next_first, b.next_second, b.values, b.first, b.second, b.block,
                              b.result, size, pixels},
                 count);
  b.add_decode(launches_);
  if (network_.logits_pitch() > 0)
    logits_ = Memory(device_, static_cast<std::size_t>(network_.logits_pitch()) * sizeof(float),
                     Memory::Kind::host);
}

const cuda::TapView* StepProgram::logits_tap() const {
  const auto& taps = network_.taps();
  const auto found =
      std::ranges::find_if(taps, [](const cuda::TapView& tap) { return tap.logits != nullptr; });
  return found == taps.end() ? nullptr : &*found;
}

void StepProgram::issue(const Memory& asked, const Memory& told) const {
  device_->copy(buffers_.block, asked.as<void>(), sizeof(cuda::StepBlock), birddream_to_device);
  launches_.run(*device_);
  device_->copy(told.as<void>(), buffers_.result, sizeof(cuda::StepResult), birddream_to_host);
  if (const cuda::TapView* tap = logits_tap())
    device_->copy(logits_.as<void>(), tap->logits, logits_.bytes(), birddream_to_host);
}

/// What is begun is ended, whatever breaks between. Throws Failure.
void StepProgram::capture(const Memory& asked, const Memory& told) {
  device_->begin_capture();
  std::string broke;
  try {
    issue(asked, told);
  } catch (const Failure& failure) {
    broke = failure.what();
  }
  graph_ = {device_->end_capture(), device_->api().release_graph};
  if (!broke.empty()) throw Failure(broke);
}

void StepProgram::run(const Memory& asked, const Memory& told, std::string& why_no_graph) {
  // The first time kernels are loaded, which a graph's making would not have. The second makes the graph.
  if (runs_++ > 0 && !graph_ && why_no_graph.empty()) {
    try {
      capture(asked, told);
    } catch (const Failure& failure) {
      graph_ = nullptr;
      why_no_graph = failure.what();
    }
  }
  if (graph_) {
    device_->replay(graph_.get());
  } else {
    issue(asked, told);
  }
  device_->wait();
}

at::Tensor StepProgram::logits() const {
  const cuda::TapView* const tap = logits_tap();
  if (tap == nullptr) return {};
  return at::from_blob(logits_.as<float>(), {1, tap->classes}, at::kFloat).clone();
}

}  // namespace birddream::gpu
