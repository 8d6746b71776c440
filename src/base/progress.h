#pragma once

#include <chrono>
#include <string>

namespace birddream {

/// "12:30", "1:02:03" with hours.
std::string duration_text(double seconds);

/// Progress of long work, on stderr: one line redrawn with a bar and the time left on a terminal; elsewhere a
/// plain line every few seconds, so that a log stays readable. One thread.
class Progress {
 public:
  Progress(std::string label, int total, std::string unit = "steps");
  ~Progress();  ///< leaves the terminal's cursor on a fresh line
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void advance_to(int done);

  /// The line as shown; for tests. `seconds` since the start.
  static std::string line(const std::string& label, int done, int total, const std::string& unit,
                          double seconds);

 private:
  std::string label_;
  int total_;
  std::string unit_;
  int done_ = 0;
  bool terminal_;
  std::chrono::steady_clock::time_point begun_;
  std::chrono::steady_clock::time_point shown_{};
};

}  // namespace birddream
