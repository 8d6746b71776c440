#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/result.h"

namespace birddream::checkpoint {

/// How a training goes, at one moment.
struct LogLine {
  std::int64_t step = 0;
  std::int64_t steps = 0;   ///< in all
  std::int64_t photos = 0;  ///< seen, by all processes together
  double epoch = 0;
  double loss = 0;      ///< mean since the line before
  double accuracy = 0;  ///< share of training photos named right since the line before, 0..1
  double rate = 0;      ///< learning rate of the trunk
  double photos_per_second = 0;
  double seconds = 0;  ///< spent training
};

/// How long it goes on at the pace of these lines, oldest first, the last ten of them; in seconds, none where
/// that cannot be said yet.
std::optional<double> seconds_left(std::span<const LogLine> lines);

/// The file in a series folder that holds them as JSON lines.
std::filesystem::path log_file(const std::filesystem::path& folder);

/// Appends a line. Error: disk full, folder gone.
Status append(const std::filesystem::path& folder, const LogLine& line);

/// Drops the lines behind `step` (written by a run that was stopped later than its state was saved), and a
/// last line that is cut off.
Status rewind_log(const std::filesystem::path& folder, std::int64_t step);

/// Reads a log while a training writes it.
class LogReader {
 public:
  explicit LogReader(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Adds the lines written since the last call to `lines`; a half-written one waits for its end. After the
  /// log was rewound (shorter than before) `lines` begins anew. A file that is not there yet has no lines.
  void read(std::vector<LogLine>& lines);

 private:
  std::filesystem::path folder_;
  std::uintmax_t offset_ = 0;
};

}  // namespace birddream::checkpoint
