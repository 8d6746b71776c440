#pragma once

#include <chrono>
#include <deque>

namespace birddream::engine {

/// Events per second over a sliding window of about one second; 0 after a pause. Not thread-safe.
class RateMeter {
 public:
  using Clock = std::chrono::steady_clock;

  void tick(Clock::time_point now = Clock::now());
  double per_second(Clock::time_point now = Clock::now()) const;
  void reset() { ticks_.clear(); }

 private:
  std::deque<Clock::time_point> ticks_;
};

}  // namespace birddream::engine
