#pragma once

#include <string>
#include <vector>

#include "ui/desk.h"
#include "ui/film_job.h"
#include "ui/recording_watch.h"
#include "ui/school.h"

namespace birddream::ui {

/// The end of a window: what is under way is ended in order, while the window goes on and says what it waits
/// for. What does not end by itself is ended after half a minute, or when the user says so. Window thread.
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

 private:
  std::vector<std::string> waits_for();
  void end_now();

  Desk& desk_;
  RecordingWatch& recording_;
  School& school_;
  FilmJob& film_;
  double since_ = -1;  // the first frame of it; below 0: not yet
};

}  // namespace birddream::ui
