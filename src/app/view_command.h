#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace birddream::app {

struct ViewOptions {
  std::string species;                ///< empty: the one of last time, else the first bird
  std::string preset;                 ///< empty: as last time
  std::optional<std::uint64_t> seed;  ///< nothing: as last time
  std::vector<std::string> set;       ///< "key=value": any parameter
  std::filesystem::path series;       ///< empty: the best that ships
  std::string checkpoint = "last";    ///< as checkpoint::place_from_text()
  std::filesystem::path watch;        ///< folder of a training to follow, in place of a series
  std::filesystem::path model;        ///< a file (own_model.h) instead of a series
  std::string device = "auto";        ///< "auto", "cpu", "cuda"
  std::string precision;              ///< one of dream::precision_wishes; empty: as last time
  bool headless = false;              ///< no window: `frames` frames drawn without a screen, written to `out`
  int frames = 0;                     ///< 0: until the window is closed
  std::filesystem::path out;          ///< folder for headless frames
  std::filesystem::path session;      ///< a session file to begin with
  std::filesystem::path frame_times;  ///< file to write how long each frame of the window took; empty: none
  std::filesystem::path report;       ///< JSON of what was measured (ui/statistics.h), written at the end
  std::filesystem::path script;       ///< a tour (ui/tour.h) to follow; the window closes at its end
};

/// The window. Returns the exit status; what went wrong stands on stderr, one line.
int view_command(const ViewOptions& options);

}  // namespace birddream::app
