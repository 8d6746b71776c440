#include "dream/tiles.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <numeric>

namespace birddream::dream {
namespace {

constexpr int overlap_part = 8;  // of a tile's side

int overlap_of(int tile) {
  return tile / overlap_part;
}

/// Steps from tile to tile.
int stride_of(int tile) {
  return tile - overlap_of(tile);
}

/// Rises over the overlap, stays, falls.
float window_at(int pixel, int tile) {
  const int ramp = std::max(overlap_of(tile), 1);
  return static_cast<float>(std::min({pixel + 1, tile - pixel, ramp})) / static_cast<float>(ramp);
}

TileGrid::Axis axis_of(int side, int tile, int offset) {
  TileGrid::Axis axis;
  for (int start = -offset;; start += stride_of(tile)) {
    const int inside = std::clamp(start, 0, side - tile);
    if (axis.starts.empty() || inside != axis.starts.back()) axis.starts.push_back(inside);
    if (inside == side - tile) break;
  }
  std::vector<float> sum(static_cast<std::size_t>(side));
  for (const int start : axis.starts) {
    for (int i = 0; i < tile; ++i) sum[static_cast<std::size_t>(start + i)] += window_at(i, tile);
  }
  for (const int start : axis.starts) {
    std::vector<float>& window = axis.windows.emplace_back();
    for (int i = 0; i < tile; ++i)
      window.push_back(window_at(i, tile) / sum[static_cast<std::size_t>(start + i)]);
  }
  return axis;
}

TileGrid grid_of(Size picture, int side, int down, int across) {
  const Size tile{std::min(side, picture.width), std::min(side, picture.height)};
  return {tile, axis_of(picture.height, tile.height, down), axis_of(picture.width, tile.width, across)};
}

double sum_of(const std::vector<float>& window) {
  return std::accumulate(window.begin(), window.end(), 0.0);
}

at::Tensor as_tensor(const std::vector<float>& window, at::Device device) {
  return at::tensor(window, at::kFloat).to(device);
}

void add_share(const at::Tensor& part, double share, at::Tensor& sum) {
  if (!part.defined()) return;
  sum = sum.defined() ? sum.add(part, share) : part * share;
}

}  // namespace

TileGrid draw_tiles(Size picture, int side, Random& random) {
  const int stride = stride_of(side);
  const int down = random.integer(0, stride - 1), across = random.integer(0, stride - 1);
  return grid_of(picture, side, down, across);
}

Glance see_in_tiles(const at::Tensor& image, const TileGrid& grid,
                    const std::function<Glance(const at::Tensor& tile)>& see) {
  if (grid.count() <= 1) return see(image);
  const auto [width, height] = grid.tile;
  const auto pixels = static_cast<double>(image.size(2) * image.size(3));
  // A mean over the picture gives each of its cells that much less than a mean over a tile.
  const double lessened = static_cast<double>(width) * height / pixels;
  Glance all;
  for (std::size_t i = 0; i < grid.down.starts.size(); ++i) {
    const at::Tensor down = as_tensor(grid.down.windows[i], image.device()).unsqueeze(1) * lessened;
    for (std::size_t j = 0; j < grid.across.starts.size(); ++j) {
      const auto part = [&](const at::Tensor& whole) {
        return whole.narrow(2, grid.down.starts[i], height).narrow(3, grid.across.starts[j], width);
      };
      const Glance glance = see(part(image).contiguous());
      const double share = sum_of(grid.down.windows[i]) * sum_of(grid.across.windows[j]) / pixels;
      all.value += share * glance.value;
      add_share(glance.scores, share, all.scores);
      if (!glance.gradient.defined()) continue;
      if (!all.gradient.defined()) all.gradient = at::zeros_like(image);
      part(all.gradient).addcmul_(glance.gradient, down * as_tensor(grid.across.windows[j], image.device()));
    }
  }
  return all;
}

at::Tensor mean_features(const net::Network& network, const at::Tensor& picture, const std::string& tap,
                         int side) {
  const at::NoGradGuard frozen;
  const Size size{static_cast<int>(picture.size(3)), static_cast<int>(picture.size(2))};
  const auto see = [&](const at::Tensor& tile) {
    const at::Tensor seen = network.forward(tile, {tap}).at(tap);
    return Glance{0, {}, seen.dim() > 2 ? seen.flatten(2).mean(2) : seen};
  };
  return see_in_tiles(picture, grid_of(size, side, 0, 0), see).scores;
}

}  // namespace birddream::dream
