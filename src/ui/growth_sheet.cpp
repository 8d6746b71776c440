#include "ui/growth_sheet.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "checkpoint/place.h"
#include "image/sheet.h"

namespace birddream::ui {
namespace {

// A dream changes by its age, not by the step.
constexpr std::array moments = {5, 10, 20, 40, 80, 160, 320, 640, 1280};

}  // namespace

void GrowthSheet::take(const engine::Tile& tile, std::shared_ptr<const image::Rgb8> picture) {
  Seen& seen = seen_[tile.id];
  if (tile.report.step < seen.step) seen = {};
  seen.step = tile.report.step;
  for (const int moment : moments) {
    // Where steps come faster than pictures, the first one at or after the moment.
    if (seen.step >= moment && seen.step < moment + std::max(moment / 4, 2))
      seen.moments.try_emplace(moment, picture);
  }
  seen.newest = std::move(picture);
}

Result<image::Rgb8> GrowthSheet::make(const checkpoint::Series& series,
                                      const std::vector<engine::Tile>& tiles,
                                      const std::string& title) const {
  std::vector<const Seen*> columns;
  image::SheetOptions options;
  options.title = title;
  int least = std::numeric_limits<int>::max();
  for (const engine::Tile& tile : tiles) {
    const auto seen = seen_.find(tile.id);
    if (seen == seen_.end() || !seen->second.newest || !tile.message.empty()) continue;
    columns.push_back(&seen->second);
    options.column_heads.push_back(checkpoint::title_of(series, tile.place));
    least = std::min(least, seen->second.step);
  }
  if (columns.empty()) return Error{"The filmstrip has no pictures yet."};
  std::vector<image::SheetTile> cells;
  for (const int moment : moments) {
    if (moment >= least) break;
    options.row_heads.push_back("step " + std::to_string(moment));
    for (const Seen* seen : columns) {
      const auto picture = seen->moments.find(moment);
      cells.push_back({picture == seen->moments.end() ? image::Rgb8() : *picture->second, ""});
    }
  }
  options.row_heads.push_back("step " + std::to_string(least));
  for (const Seen* seen : columns) cells.push_back({*seen->newest, ""});
  return image::make_sheet(cells, options);
}

}  // namespace birddream::ui
