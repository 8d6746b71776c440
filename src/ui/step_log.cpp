#include "ui/step_log.h"

#include <utility>

namespace birddream::ui {

void StepLog::clear() {
  *this = StepLog();
}

void StepLog::add(engine::LoggedStep step) {
  if (!steps_.empty() && !is_kept(steps_.back())) steps_.pop_back();  // it was the newest
  steps_.push_back(std::move(step));
  if (steps_.size() <= most) return;
  every_ *= 2;
  const engine::LoggedStep newest = steps_.back();
  std::erase_if(steps_, [this](const engine::LoggedStep& old) { return !is_kept(old); });
  if (steps_.empty() || steps_.back().report.step != newest.report.step) steps_.push_back(newest);
}

}  // namespace birddream::ui
