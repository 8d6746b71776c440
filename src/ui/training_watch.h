#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "checkpoint/series.h"
#include "checkpoint/training_log.h"

namespace birddream::ui {

/// Looks at the folder of a training about once a second: new checkpoints, and how it goes. Reads two small
/// files; the weights stay where they are. Window thread.
class TrainingWatch {
 public:
  explicit TrainingWatch(std::filesystem::path folder) : folder_(std::move(folder)), log_(folder_) {}

  /// The series, when it is another one than the last time, as far as its checkpoints are whole. What cannot
  /// be read yet is read the next time: our trainer writes weights before it names them, and both under
  /// temporary names, but another one, or a copy on its way, need not.
  std::optional<checkpoint::Series> look(double now_seconds);

  const std::filesystem::path& folder() const { return folder_; }
  const std::vector<checkpoint::LogLine>& lines() const { return lines_; }

 private:
  std::filesystem::path folder_;
  checkpoint::LogReader log_;
  std::vector<checkpoint::LogLine> lines_;
  std::filesystem::file_time_type written_{};
  double looked_ = -1e9;
};

}  // namespace birddream::ui
