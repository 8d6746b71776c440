#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <string>
#include <vector>

#include "base/random.h"
#include "dream/picture_codec.h"
#include "net/network.h"

namespace birddream::dream {

/// A side no picture has.
inline constexpr int seen_whole = 1 << 20;

/// How what is too large for one look is seen: by overlapping tiles of one size, whose gradients are blended.
/// A network's memory is then bounded by the tile, whatever the picture's size.
struct TileGrid {
  Size tile;  ///< px
  /// First row or column of each tile. Their windows along that axis, one number a pixel of the tile, fade
  /// towards the neighbours and sum to 1 over all tiles, wherever in the picture.
  struct Axis {
    std::vector<int> starts;
    std::vector<std::vector<float>> windows;
  };
  Axis down, across;
  std::size_t count() const { return down.starts.size() * across.starts.size(); }
};

/// Tiles of `side` px (of the picture's own side where that is smaller), which overlap by an eighth and more
/// and begin somewhere else with every draw, so that no seam stays in its place (the random roll of
/// TensorFlow's DeepDream tutorial, without its wrapping round). Always two draws.
TileGrid draw_tiles(Size picture, int side, Random& random);

/// What a network saw, and what that asks of the picture.
struct Glance {
  double value = 0;     ///< of the objective
  at::Tensor gradient;  ///< shaped as the image; undefined where none was asked for
  at::Tensor scores;    ///< N x C; undefined where the network stopped before them
};

/// `see` is asked tile by tile (1 x 3 x tile). Value and scores are the mean over the tiles, by the share of
/// the picture that each answers for; the gradient is that of a mean over the picture, which for objectives
/// that are means over cells is the whole picture's but for what tiles do not see. One tile: what it says.
Glance see_in_tiles(const at::Tensor& image, const TileGrid& grid,
                    const std::function<Glance(const at::Tensor& tile)>& see);

/// The tap's mean over its cells, 1 x channels, for a picture seen by tiles of `side` that rest.
at::Tensor mean_features(const net::Network& network, const at::Tensor& picture, const std::string& tap,
                         int side);

}  // namespace birddream::dream
