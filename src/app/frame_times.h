#pragma once

#include <array>
#include <filesystem>
#include <vector>

#include "base/result.h"

namespace birddream::app {

/// How long the window's thread was at work in each frame: what drawing, reading and writing cost, apart from
/// waiting for the screen. Belongs to the window's thread.
class FrameTimes {
 public:
  /// `file`: where write() puts them; empty: nothing is kept.
  explicit FrameTimes(std::filesystem::path file) : file_(std::move(file)) {}

  /// `began`: seconds since the window opened; milliseconds until the interface was laid out, and until all
  /// was drawn; of the first, how many the thread had a processor: the rest it waited, for a disk or for
  /// other programs.
  void add(double began, double interface_ms, double all_ms, double processor_ms) {
    if (!file_.empty()) rows_.push_back({began, interface_ms, all_ms, processor_ms});
  }

  /// CSV, a line a frame. Error: the disk.
  Status write() const;

 private:
  std::filesystem::path file_;
  std::vector<std::array<double, 4>> rows_;
};

}  // namespace birddream::app
