#pragma once

#include <chrono>
#include <cstdint>

#include "gl/window.h"

struct ImDrawData;

namespace birddream::app {

/// Decides when to draw: 60 frames/s at most (36 with software GL) while something moves (a screen without
/// vertical sync must not cost a core), else only after input or a new frame of the engine. A window that
/// rests looks twice a second whether anything would look different, and paints only then.
class Pacer {
 public:
  explicit Pacer(gl::Window& screen);

  static constexpr double idle_seconds = 0.5;

  /// Until the next frame is due, while nothing moves at most `longest` seconds.
  void wait(bool lively, double longest = idle_seconds);

  /// Whether the frame laid out since wait() needs to be painted: not where the wait ended by itself and it
  /// would look as the one before. What textures hold changes by an event alone.
  bool wants_painting(const ImDrawData& frame);

 private:
  double now() const;

  gl::Window& screen_;
  const double frame_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  double next_ = 0;
  int settle_;
  bool undisturbed_ = false;  ///< nothing happened in the last wait
  std::uint64_t painted_ = 0;
};

}  // namespace birddream::app
