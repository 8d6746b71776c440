#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checkpoint/series.h"

namespace birddream::checkpoint {

/// A series' classes made ready to be searched in every frame of a window: their names as normalise_name()
/// has them, and in which order these come. Keeps nothing of the series it was made of.
class ClassIndex {
 public:
  ClassIndex() = default;
  explicit ClassIndex(const Series& series);

  /// As find_class().
  Result<int> find(std::string_view query) const;
  /// As search_classes().
  std::vector<int> search(std::string_view query, bool birds_only) const;

 private:
  struct Entry {
    std::string name;                ///< as the series has it
    std::string common, scientific;  ///< normalised
    bool bird = true;
    int place = 0;  ///< among all in the order of their common names
  };
  struct Match;
  const Entry& entry_of(const Match& match) const;
  std::vector<Match> matches(const std::string& query) const;
  std::vector<std::string> near_names(const std::string& query, const std::vector<Match>& candidates) const;

  std::string series_;  ///< its name, for errors
  std::vector<Entry> entries_;
};

}  // namespace birddream::checkpoint
