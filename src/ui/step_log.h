#pragma once

#include <cstddef>
#include <vector>

#include "engine/engine.h"

namespace birddream::ui {

using Steps = std::vector<engine::LoggedStep>;

/// What the curves show of a dream, however long it goes on: every step at first, then every second, every
/// fourth ..., and always the newest.
class StepLog {
 public:
  /// The next step of the dream.
  void add(engine::LoggedStep step);
  void clear();

  /// In order, at most `most`.
  const Steps& steps() const { return steps_; }
  bool empty() const { return steps_.empty(); }
  const engine::LoggedStep& back() const { return steps_.back(); }

  /// More than a curve has pixels.
  static constexpr std::size_t most = 4096;

 private:
  bool is_kept(const engine::LoggedStep& step) const { return step.report.step % every_ == 0; }

  Steps steps_;
  int every_ = 1;
};

}  // namespace birddream::ui
