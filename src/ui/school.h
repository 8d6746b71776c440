#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/child_process.h"
#include "ui/school_form.h"
#include "ui/training_watch.h"

namespace birddream::ui {

/// A training beside the dream: one started here (a process of its own, `birddream train`), or one that is
/// only watched. Window thread.
class School {
 public:
  /// `program`: the birddream executable.
  explicit School(std::filesystem::path program) : program_(std::move(program)) {}

  /// Follows the training in that folder from now on.
  void watch(const std::filesystem::path& folder) { watch_.emplace(folder); }
  bool is_watching() const { return watch_.has_value(); }

  /// Begins a training, or goes on with one that was stopped in the same folder. Error: no photos, or the
  /// program cannot be started; what is wrong with the photos themselves it says later, see failure().
  Status start(const SchoolForm& form);
  void pause();
  void go_on();
  /// Ends it in order; it can be gone on with.
  void stop();
  /// Nothing where none was started here.
  std::optional<ChildProcess::State> state();
  /// Why a training started here ended badly: what it said last. Empty while all is well.
  const std::string& failure() const { return failure_; }

  /// Once a frame: another series, when there is one.
  std::optional<checkpoint::Series> look(double now_seconds);
  /// How the training went so far; empty when none is watched.
  const std::vector<checkpoint::LogLine>& lines() const;
  std::filesystem::path folder() const { return watch_ ? watch_->folder() : std::filesystem::path(); }

 private:
  std::filesystem::path program_;
  std::optional<TrainingWatch> watch_;
  std::optional<ChildProcess> child_;
  std::filesystem::path said_;
  std::string failure_;
};

}  // namespace birddream::ui
