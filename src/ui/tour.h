#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "ui/desk.h"

namespace birddream::ui {

/// One stop of a tour: what to wait for, then what to do, in the order of the members.
struct TourStop {
  int step = 0;                ///< until the dream, the one begun last, has done so many steps
  double seconds = 0;          ///< so long after the stop before
  bool strip_in_step = false;  ///< until the filmstrip has caught up
  int checkpoints = 0;         ///< until the series has so many: of a training that is watched

  std::string species;                                   ///< to dream of
  std::vector<std::pair<std::string, std::string>> set;  ///< parameters, as `--set key=value`
  std::string open;                                      ///< a file, as if it was dropped
  std::string checkpoint;                                ///< as checkpoint::place_from_text()
  std::vector<std::string> picks;                        ///< checkpoints for the filmstrip, as those
  std::string second;                                    ///< the one asked for a second opinion
  std::string record_as;                                 ///< what recordings become: a RecordFormat's name
  std::optional<float> along;  ///< along the lane, in ticks from 0; with `seconds` the slider glides there
  std::string action;          ///< of the action table, by id
  std::string screenshot;      ///< PNG to write of the whole window
  std::string mark;            ///< name of this moment in the report (Statistics::mark)
  std::string figures;         ///< how fast everything goes now, under this name, for benchmarks
};

/// Hands that follow a script: for tours, screenshots and recordings that can be made again. JSON:
///   {"birddream_tour": 1, "stops": [{"step": 60, "screenshot": "a.png"}, {"do": "filmstrip"}, ...]}
/// with the members of TourStop as keys ("do" for the action). Window thread.
class Tour {
 public:
  /// Error: another format, unknown keys or actions, values of the wrong kind; it names the stop.
  static Result<Tour> read(const std::string& text);
  static Result<Tour> load(const std::filesystem::path& file);

  /// Once a frame, before the interface is drawn. What cannot be done (a species that is not there) is said
  /// as a warning in the window, and the tour goes on.
  void advance(Desk& desk, double now_seconds);

  /// The screenshot to take of the frame that was just drawn, once.
  std::optional<std::filesystem::path> take_screenshot();
  /// Seconds for which no frame needs to be drawn for its sake, as of the last advance().
  double rest() const { return rest_; }
  /// The figures of a stop that was just done, once: a line of JSON.
  std::optional<std::string> take_figures() { return std::exchange(figures_, std::nullopt); }
  /// Every stop is done.
  bool is_over() const { return next_ >= stops_.size() && !screenshot_; }

 private:
  explicit Tour(std::vector<TourStop> stops) : stops_(std::move(stops)) {}
  bool is_due(const TourStop& stop, const Desk& desk, double waited) const;

  std::vector<TourStop> stops_;
  std::size_t next_ = 0;
  double since_ = -1;       ///< when the stop before was done
  std::uint64_t left_ = 0;  ///< the dream that was on the screen when another was begun (Frame::dream)
  float from_ = 0;          ///< along the lane, where a glide began
  double rest_ = 0;
  int settle_ = 0;  ///< frames still to draw before a screenshot is true
  std::optional<std::filesystem::path> screenshot_;
  std::optional<std::string> figures_;
};

}  // namespace birddream::ui
