#include "ui/filmstrip.h"

#include <algorithm>
#include <numeric>

#include "checkpoint/place.h"
#include "ui/training_axis.h"

namespace birddream::ui {
namespace {

/// Another head is another dream.
int tile_id(int checkpoint, int head) {
  constexpr int most_checkpoints = 10'000;
  return checkpoint + most_checkpoints * (head + 1);
}

}  // namespace

std::vector<int> filmstrip_checkpoints(const checkpoint::Series& series, const Model& model) {
  if (model.filmstrip_of == FilmstripOf::picked) return model.filmstrip_picks;
  std::vector<int> among = current_lane(series, model).checkpoints;
  if (model.filmstrip_of == FilmstripOf::all || among.size() < 2) {
    among.resize(series.checkpoints.size());
    std::iota(among.begin(), among.end(), 0);
  }
  return among;
}

std::vector<engine::SideWish> filmstrip_wishes(const checkpoint::Series& series, const Model& model) {
  std::vector<engine::SideWish> wishes;
  if (!model.show_filmstrip) return wishes;
  const std::vector<int> among = filmstrip_checkpoints(series, model);
  const std::size_t count = std::min(among.size(), most_tiles);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t pick = count > 1 ? i * (among.size() - 1) / (count - 1) : 0;
    const checkpoint::Place place = checkpoint::with_head(checkpoint::place_at(among[pick]), model.head);
    wishes.push_back({tile_id(among[pick], model.head), place, std::nullopt, false});
  }
  return wishes;
}

void adopt_tile(Model& model, const engine::Tile& tile) {
  model.training_plays = false;
  model.checkpoint = tile.place;
  model.adoptions.push_back({tile.id, model.dream});
  model.dream = ++model.newest_dream;
}

}  // namespace birddream::ui
