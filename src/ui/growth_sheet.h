#pragma once

#include <map>
#include <memory>
#include <vector>

#include "base/result.h"
#include "checkpoint/series.h"
#include "engine/frame.h"
#include "image/rgb8.h"

namespace birddream::ui {

/// Keeps the filmstrip's pictures at a few moments on the way: what a sheet of checkpoints by steps is made
/// of. Copies share the pictures: one can be made into a sheet on another thread.
class GrowthSheet {
 public:
  /// A tile's newest picture. A tile that is behind its own past began anew: what it was before goes.
  void take(const engine::Tile& tile, std::shared_ptr<const image::Rgb8> picture);
  void clear() { *this = GrowthSheet(); }

  /// Checkpoints by columns, steps by rows; only moments that every tile has passed, and the newest. Tiles
  /// that stopped are left out. Error: nothing to show yet.
  Result<image::Rgb8> make(const checkpoint::Series& series, const std::vector<engine::Tile>& tiles,
                           const std::string& title) const;

 private:
  struct Seen {
    int step = 0;
    std::shared_ptr<const image::Rgb8> newest;
    std::map<int, std::shared_ptr<const image::Rgb8>> moments;  ///< by the step wanted
  };
  std::map<int, Seen> seen_;  ///< by SideWish::id
};

}  // namespace birddream::ui
