#include "engine/rate_meter.h"

namespace birddream::engine {
namespace {

using Seconds = std::chrono::duration<double>;
constexpr Seconds window{1.2};
// Few slow steps (large pictures) must still give a rate: this many ticks are kept however old.
constexpr std::size_t least_ticks = 4;
constexpr Seconds stale{8.0};

}  // namespace

void RateMeter::tick(Clock::time_point now) {
  ticks_.push_back(now);
  while (ticks_.size() > least_ticks && now - ticks_.front() > window) ticks_.pop_front();
}

double RateMeter::per_second(Clock::time_point now) const {
  if (ticks_.size() < 2 || now - ticks_.back() > stale) return 0;
  const double span = Seconds(ticks_.back() - ticks_.front()).count();
  return span > 0 ? static_cast<double>(ticks_.size() - 1) / span : 0;
}

}  // namespace birddream::engine
