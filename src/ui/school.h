#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/child_process.h"
#include "ui/school_form.h"
#include "ui/training_watch.h"

namespace birddream::ui {

/// A training beside the dream: one started here (a process of its own, `birddream train`), or one that is
/// only watched. Window thread; files are read in the background, whose results are not taken (finish()) once
/// this is gone.
class School {
 public:
  /// `program`: the birddream executable. `device`: its --device.
  School(std::filesystem::path program, std::string device)
      : program_(std::move(program)), device_(std::move(device)) {}

  /// Follows the training in that folder from now on.
  void watch(const std::filesystem::path& folder) {
    watch_.emplace(folder);
    followed_ = false;
  }
  /// Follows none any more: what was read of it is forgotten, the training itself goes on.
  void stop_watching() { watch_.reset(); }
  /// Its series has been under the window.
  bool was_followed() const { return followed_; }
  void note_followed() { followed_ = true; }
  bool is_watching() const { return watch_.has_value(); }

  /// Begins a training, or goes on with one that was stopped in the same folder: what needs the disk is for
  /// prepare() in the background, then begin() starts the process.
  void expect() { expected_ = true; }
  /// Any thread. Error: no photos, or the folder cannot be made; what is wrong with the photos themselves the
  /// training says later, see failure().
  static Status prepare(const SchoolForm& form);
  /// Error: of the preparation, or the program cannot be started.
  Status begin(const SchoolForm& form, const Status& prepared);
  void pause();
  void go_on();
  /// Ends it in order; it can be gone on with.
  void stop();
  /// Does not wait for that; what it has learnt since it last saved is lost.
  void end_now();
  /// One is being prepared, or has not ended.
  bool is_busy() { return expected_ || has_process(); }
  bool has_process() { return child_ && child_->state() != ChildProcess::State::ended; }
  /// Nothing where none was started here.
  std::optional<ChildProcess::State> state();
  /// Why a training started here ended badly: what it said last. Empty while all is well.
  const std::string& failure() const { return failure_; }

  /// Once a frame: another series, when there is one.
  std::optional<checkpoint::Series> look(double now_seconds, Background& background);
  /// How the training went so far; empty when none is watched.
  const std::vector<checkpoint::LogLine>& lines() const;
  /// Why there is no series yet where one is watched; empty once there was one.
  std::string lacks() const { return watch_ ? watch_->lacks() : ""; }
  std::filesystem::path folder() const { return watch_ ? watch_->folder() : std::filesystem::path(); }

 private:
  void look_at_end(Background& background);

  std::filesystem::path program_;
  std::string device_;
  std::optional<TrainingWatch> watch_;
  bool followed_ = false;
  std::optional<ChildProcess> child_;
  bool expected_ = false;  // prepare() is under way
  bool given_up_ = false;  // stopped before it was begun
  bool looking_ = false;   // what it said last is being read
  std::filesystem::path said_;
  std::string failure_;
};

}  // namespace birddream::ui
