#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace birddream::data {

/// A table with a header line (RFC 4180: commas, double quotes, either line ending). Plain data.
struct Csv {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  ///< each as long as the header

  /// The first column of one of these names (case ignored), or -1.
  int column(std::initializer_list<std::string_view> names) const;
};

/// Error, naming the file and line: unreadable, larger than 64 MB, an open quote, or a row of another length.
Result<Csv> read_csv(const std::filesystem::path& file);

}  // namespace birddream::data
