#pragma once

#include <cstddef>
#include <memory>

namespace birddream::image {

enum class Memory { cpu, cuda };

/// A picture as a network sees it: planar float32, 3 x height x width, contiguous, RGB, sRGB-encoded,
/// nominally 0..1 (pixel dreams without clamp may leave that range; displays clamp). It is a view: `owner`
/// keeps the memory (a tensor) alive, so a view can cross threads and outlive the step that made it. Never
/// written to.
struct PlanarView {
  std::shared_ptr<const void> owner;
  const float* data = nullptr;
  int width = 0;
  int height = 0;
  Memory memory = Memory::cpu;
  /// The same pixels in CUDA memory too, for who can take them there; null: nowhere but in `data`.
  const float* device = nullptr;
  /// CUDA: event (cudaEvent_t) after which the pixels stand there; null: they stand already.
  const void* ready = nullptr;

  bool empty() const { return data == nullptr; }
  std::size_t floats() const {
    return std::size_t{3} * static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  }
};

}  // namespace birddream::image
