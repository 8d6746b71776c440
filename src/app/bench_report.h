#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/bench_measure.h"

namespace birddream::app {

/// The file of figures that a benchmark writes, case by case, so that one that does not come to its end loses
/// no case that did.
class BenchReport {
 public:
  /// `file`: empty where none is wanted; what it holds of an earlier run is read.
  explicit BenchReport(std::filesystem::path file);

  void add(const BenchCase& bench, const std::vector<BenchLine>& lines, const BenchPeaks& peaks);

  bool is_empty() const { return cases_.empty(); }

  /// Writes what there is. `keep`: with the earlier run's cases that this one has not run. Error: as
  /// write_report().
  Status write(const std::vector<std::string>& problems, bool keep) const;

 private:
  std::filesystem::path file_;
  nlohmann::ordered_json run_;      // when, where and with what
  nlohmann::ordered_json cases_;    // of this run
  nlohmann::ordered_json earlier_;  // cases
};

/// A case's figures as lines on stdout. `lines`: at least one.
void print(const BenchCase& bench, const std::vector<BenchLine>& lines, const BenchPeaks& peaks);

}  // namespace birddream::app
