#include "engine/share_meter.h"

#include <algorithm>

namespace birddream::engine {
namespace {

using Seconds = std::chrono::duration<double>;
constexpr Seconds window{1.2};
// Of long steps (large pictures) a second holds too few to judge by.
constexpr std::size_t least_pieces = 4;

}  // namespace

void ShareMeter::add(Clock::time_point begun, Clock::time_point ended) {
  pieces_.emplace_back(begun, ended);
  while (pieces_.size() > least_pieces && ended - pieces_.front().first > window) pieces_.pop_front();
}

double ShareMeter::share(Clock::time_point now) const {
  if (pieces_.empty()) return 0;
  Seconds worked{0};
  for (const auto& [begun, ended] : pieces_) worked += ended - begun;
  const Seconds span = now - pieces_.front().first;
  return span.count() > 0 ? std::clamp(worked / span, 0.0, 1.0) : 0;
}

}  // namespace birddream::engine
