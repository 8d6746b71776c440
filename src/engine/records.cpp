#include "engine/records.h"

#include <utility>

namespace birddream::engine {
namespace {

constexpr std::size_t log_limit = 65536;

}  // namespace

void Records::log(LoggedStep step) {
  const std::lock_guard lock(mutex_);
  if (log_.size() == log_limit) log_.erase(log_.begin(), log_.begin() + log_limit / 2);
  log_.push_back(std::move(step));
}

std::vector<LoggedStep> Records::take_log() {
  const std::lock_guard lock(mutex_);
  return std::exchange(log_, {});
}

void Records::set_info(EngineInfo info) {
  const std::lock_guard lock(mutex_);
  info_ = std::move(info);
}

EngineInfo Records::info() const {
  const std::lock_guard lock(mutex_);
  return info_;
}

void Records::restart(const Change& start, std::uint64_t dream) {
  const std::lock_guard lock(mutex_);
  timeline_.restart(start, dream);
}

void Records::note(const Change& change) {
  const std::lock_guard lock(mutex_);
  timeline_.note(change);
}

void Records::take_over(Timeline timeline, std::uint64_t dream) {
  const std::lock_guard lock(mutex_);
  timeline_ = std::move(timeline);
  timeline_.set_dream(dream);
}

Timeline Records::timeline() const {
  const std::lock_guard lock(mutex_);
  return timeline_;
}

std::size_t Records::changes() const {
  const std::lock_guard lock(mutex_);
  return timeline_.changes().size();
}

}  // namespace birddream::engine
