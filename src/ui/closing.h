#pragma once

#include <string>
#include <vector>

#include "ui/desk.h"
#include "ui/film_job.h"
#include "ui/recording_watch.h"
#include "ui/school.h"

namespace birddream::ui {

/// The end of a window: what is under way is ended in order, while the window goes on and says what it waits
/// for. What does not end by itself is ended after half a minute, or when the user says so; a disk that does
/// not answer by then is named, and no longer waited for when the user says so. Window thread.
class Closing {
 public:
  Closing(Desk& desk, RecordingWatch& recording, School& school, FilmJob& film)
      : desk_(desk), recording_(recording), school_(school), film_(film) {}

  /// Asks everything to end. More than once changes nothing.
  void begin();
  /// Once a frame, once begun.
  void draw(double now_seconds);
  /// Nothing is under way any more.
  bool is_over();
  /// A disk is no longer waited for. Whatever works in the background must outlive the window then.
  bool left_a_disk() const { return left_a_disk_; }

 private:
  std::vector<std::string> waits_for();
  void end_now();
  bool is_late(double now_seconds) const;

  Desk& desk_;
  RecordingWatch& recording_;
  School& school_;
  FilmJob& film_;
  double since_ = -1;  // the first frame of it; below 0: not yet
  bool left_a_disk_ = false;
};

}  // namespace birddream::ui
