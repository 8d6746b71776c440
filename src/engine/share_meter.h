#pragma once

#include <chrono>
#include <deque>
#include <utility>

namespace birddream::engine {

/// Which share of the last second or so went to one kind of work. Not thread-safe.
class ShareMeter {
 public:
  using Clock = std::chrono::steady_clock;

  /// A piece of that work, in order.
  void add(Clock::time_point begun, Clock::time_point ended);
  /// 0..1; 0 before there is any.
  double share(Clock::time_point now = Clock::now()) const;
  void reset() { pieces_.clear(); }

 private:
  std::deque<std::pair<Clock::time_point, Clock::time_point>> pieces_;
};

}  // namespace birddream::engine
