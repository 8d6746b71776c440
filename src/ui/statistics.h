#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "base/spread.h"
#include "engine/frame.h"

namespace birddream::ui {

/// What a user waits for, measured while the window runs: the start, and from a slider to the picture it
/// made. A request's generation is the stamp; the frame carries it back (Frame::made_under). Window thread.
class Statistics {
 public:
  enum class Milestone { window, first_frame, first_step, moving, count };

  /// A change that wants another picture was handed to the engine in the frame that is being drawn.
  void changed(std::uint64_t generation);
  /// That frame shows this picture. While the dream does not run nothing is waited for.
  void shows(const engine::Frame& frame);
  /// That frame is on the screen.
  void presented();
  void opened();  ///< the window is there
  void mark(std::string name);

  /// Since the process began, seconds; below 0: not yet. `first_step`: a picture that the dream has changed
  /// is on the screen; `moving`: the second of them.
  double reached(Milestone milestone) const { return reached_[static_cast<std::size_t>(milestone)]; }
  /// From the frame in which a change was made to the one that shows it: the next one is 1.
  Spread wait_frames() const { return spread_of(wait_frames_); }
  /// From the change to the end of that frame's swap.
  Spread wait_milliseconds() const { return spread_of(wait_milliseconds_); }

  /// A moment that a script named, with what was used and done until then.
  struct Mark {
    std::string name;
    double seconds = 0;            ///< since the process began
    double processor_seconds = 0;  ///< of all threads
    std::int64_t frames = 0;       ///< presented
    std::int64_t steps = 0;        ///< of the main dream, restarts added up
  };
  const std::vector<Mark>& marks() const { return marks_; }

 private:
  struct Waiting {
    std::uint64_t generation;
    std::int64_t frame;
    double since;
  };
  void reach(Milestone milestone);

  std::array<double, static_cast<std::size_t>(Milestone::count)> reached_ = {-1, -1, -1, -1};
  std::deque<Waiting> waiting_;
  std::vector<double> wait_frames_, wait_milliseconds_;
  std::vector<Mark> marks_;
  std::int64_t frames_ = 0, steps_ = 0;
  std::uint64_t made_under_ = 0, dream_ = 0;  // of the picture shown
  int step_ = 0, first_step_ = 0;
  bool running_ = false;
};

/// As JSON text, for `birddream view --report`.
std::string to_report(const Statistics& statistics, const std::string& renderer);

}  // namespace birddream::ui
