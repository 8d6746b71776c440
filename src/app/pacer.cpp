#include "app/pacer.h"

#include <imgui.h>

#include <algorithm>
#include <span>

#include "checkpoint/fingerprint.h"

namespace birddream::app {
namespace {

constexpr double frame_seconds = 1.0 / 60;
// Where the CPU draws, every frame takes time from the dream; some come late, so that 36 wanted are 30 seen.
constexpr double software_frame_seconds = 1.0 / 36;
// After input the interface settles over a few frames (hover, layout), before it may sleep.
constexpr int settling_frames = 5;

template <class T>
std::uint64_t print_of(const ImVector<T>& values) {
  return checkpoint::xxh64(std::as_bytes(std::span(values.Data, static_cast<std::size_t>(values.Size))));
}

/// Names what a frame looks like, but for what its textures hold.
std::uint64_t print_of(const ImDrawData& frame) {
  std::uint64_t print = 0;
  constexpr std::uint64_t mix = 0x9E3779B97F4A7C15;
  for (const ImDrawList* list : frame.CmdLists)
    print = (print * mix + print_of(list->VtxBuffer)) * mix + print_of(list->IdxBuffer);
  return print;
}

}  // namespace

Pacer::Pacer(gl::Window& screen)
    : screen_(screen),
      frame_(screen.renderer().software ? software_frame_seconds : frame_seconds),
      settle_(settling_frames) {}

double Pacer::now() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
}

void Pacer::wait(bool lively, double longest) {
  undisturbed_ = false;
  if (lively || settle_ > 0 || longest <= 0) {
    screen_.wait_events(0);
    for (double left = next_ - now(); left > 0; left = next_ - now()) screen_.wait_events(left);
    settle_ = std::max(settle_ - 1, 0);
  } else {
    const double before = now();
    screen_.wait_events(longest);
    undisturbed_ = now() - before >= longest;
    if (!undisturbed_) settle_ = settling_frames;
  }
  next_ = std::max(next_ + frame_, now());
}

bool Pacer::wants_painting(const ImDrawData& frame) {
  const std::uint64_t print = print_of(frame);
  return print != std::exchange(painted_, print) || !undisturbed_;
}

}  // namespace birddream::app
