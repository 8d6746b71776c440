#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/background.h"
#include "checkpoint/series.h"
#include "checkpoint/training_log.h"

namespace birddream::ui {

/// Looks at the folder of a training about once a second: new checkpoints, and how it goes. Reads two small
/// files, and of checkpoints that may not be whole yet how long they ought to be; the weights stay where they
/// are. Window thread; it reads in the background.
class TrainingWatch {
 public:
  explicit TrainingWatch(std::filesystem::path folder);

  /// Once a frame. The series, when it is another one than the last time, as far as its checkpoints are
  /// whole. What cannot be read yet is read the next time: our trainer writes weights before it names them,
  /// and both under temporary names, but another one, or a copy on its way, need not.
  std::optional<checkpoint::Series> look(double now_seconds, Background& background);

  const std::filesystem::path& folder() const { return folder_; }
  const std::vector<checkpoint::LogLine>& lines() const { return seen_->lines; }
  /// Why there is no series yet; empty once there was one.
  const std::string& lacks() const { return seen_->lacks; }

 private:
  /// What the background reads with: one job at a time has it.
  struct Reader {
    explicit Reader(const std::filesystem::path& folder) : log(folder) {}
    checkpoint::LogReader log;
    std::vector<checkpoint::LogLine> lines;
    bool found = false;  // a series, once
    std::string lacks;
    std::filesystem::file_time_type written{};
  };
  /// What it found. Window thread.
  struct Seen {
    std::vector<checkpoint::LogLine> lines;
    std::optional<checkpoint::Series> series;
    std::string lacks;
    bool looking = false;
  };
  static std::optional<checkpoint::Series> read(Reader& reader, const std::filesystem::path& folder);

  std::filesystem::path folder_;
  std::shared_ptr<Reader> reader_;
  std::shared_ptr<Seen> seen_;  // shared with a job that may end when nobody watches any more
  double looked_ = -1e9;
};

}  // namespace birddream::ui
