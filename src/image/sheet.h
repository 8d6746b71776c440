#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "image/rgb8.h"

namespace birddream::image {

struct SheetTile {
  Rgb8 picture;         ///< empty: an empty cell
  std::string caption;  ///< below the picture; broken into up to three lines, then shortened
};

struct SheetOptions {
  std::string title = {};
  int columns = 0;  ///< 0: as many as make the sheet about as wide as high, or as there are column heads
  std::vector<std::string> column_heads = {};  ///< above the first row, centred
  std::vector<std::string> row_heads = {};     ///< left of each row
};

/// Tiles row by row in an even grid on a dark ground. Cells are as large as the largest picture; smaller ones
/// are centred, never scaled. Error: no picture at all, or a sheet beyond limits.h.
Result<Rgb8> make_sheet(const std::vector<SheetTile>& tiles, const SheetOptions& options = {});

}  // namespace birddream::image
