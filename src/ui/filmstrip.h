#pragma once

#include <vector>

#include "checkpoint/series.h"
#include "engine/engine.h"
#include "ui/model.h"

namespace birddream::ui {

/// More would be stamps, and the last one would never get its turn.
inline constexpr std::size_t most_tiles = 12;

/// The checkpoints that the filmstrip is of: the lane's, all of the series, or those picked by hand.
std::vector<int> filmstrip_checkpoints(const checkpoint::Series& series, const Model& model);

/// What the engine is to dream for it: under these, of too many an even choice. Their ids are 0 and above.
/// Empty while it is closed.
std::vector<engine::SideWish> filmstrip_wishes(const checkpoint::Series& series, const Model& model);

/// The strip's dream under that checkpoint becomes the main one; the main one is kept for undo to come back
/// to.
void adopt_tile(Model& model, const engine::Tile& tile);

}  // namespace birddream::ui
