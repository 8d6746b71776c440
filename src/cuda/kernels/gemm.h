#pragma once

#include "cuda/kernels/slice.h"

namespace birddream::cuda {

/// A convolution as a product of matrices that are never laid out: rows are pixels of the output, the inner
/// dimension runs over taps and channels. Weights lie as height x width x in x out, in halves, and serve both
/// ways. A block makes a tile; several may share one (`splits` of the inner dimension), then the last to
/// arrive adds their parts in order, so that results repeat to the bit.
///
/// The body is written for a team: threads of a block on the GPU, one thread on the host. A team has rank(),
/// size(), sync(), block(axis), shared(); fetches = tile_rows * tile_lots / size(); fetch(to, from) of a Lot
/// (zeros where from is null), commit() and wait() of groups of fetches; arrive(); and a Product.
constexpr int tile_rows = 64, tile_columns = 64, tile_depth = 32, tile_lots = tile_depth / lot;
constexpr int tile_stages = 3;
// Rows of tiles are padded by a lot, so that threads reading a column meet different banks.
constexpr int deep_pitch = tile_depth + lot, wide_pitch = tile_columns + lot, sum_pitch = tile_columns + 4;
constexpr int tile_halves = tile_rows * deep_pitch;  // of A; B takes no more
constexpr int gemm_shared_bytes = tile_stages * 2 * tile_halves * 2;
static_assert(tile_depth * wide_pitch <= tile_halves && tile_columns * deep_pitch <= tile_halves);
static_assert(tile_rows * sum_pitch * 4 <= gemm_shared_bytes);

constexpr int most_parts = 8;

struct Gemm {
  static constexpr int threads = 128;
  static constexpr int shared_bytes = gemm_shared_bytes;

  /// One of several 1x1 convolutions that run as one, or the only one. Forward: where a range of columns goes
  /// to. Backward: a gradient that a range of the inner dimension comes from.
  struct Part {
    Slice slice;         ///< y, or the gradient of y
    const Half* weight;  ///< height x width x in x slice.c
    const float* bias;   ///< forward: a number a channel, or null
    int rectify;         ///< forward: then max(., 0)
  };

  int backward;
  int kernel_h, kernel_w, stride, pad_h, pad_w;
  int parts;
  Part part[most_parts];
  Slice x;        ///< forward
  float* logits;  ///< forward: goes there as floats instead, pitch `part[0].slice.pitch`
  Landing gx;     ///< backward
  int splits;
  float* partial;      ///< of splits: tile x split x rows x columns
  unsigned* arrivals;  ///< a number a tile, 0 between launches

  // What of the output one phase of a strided convolution's way back makes: every `step`-th pixel.
  BIRDDREAM_BOTH int step() const { return backward != 0 ? stride : 1; }
  BIRDDREAM_BOTH const Slice& grid() const { return backward != 0 ? gx.to : part[0].slice; }
  BIRDDREAM_BOTH int columns() const {
    if (backward != 0) return gx.to.c;
    int sum = 0;
    for (int i = 0; i < parts; ++i) sum += part[i].slice.c;
    return sum;
  }
  BIRDDREAM_BOTH static int every(int size, int from, int step) { return (size - from + step - 1) / step; }
  BIRDDREAM_BOTH long row_tiles() const {
    const Slice& g = grid();
    const long rows = static_cast<long>(g.n) * every(g.h, 0, step()) * every(g.w, 0, step());
    return (rows + tile_rows - 1) / tile_rows;
  }
  BIRDDREAM_BOTH int column_tiles() const { return (columns() + tile_columns - 1) / tile_columns; }

  struct Phase {
    int y, x;              ///< first pixel
    int rows, columns;     ///< pixels a picture
    int taps_y, taps_x;    ///< taps that meet it, every step() of the kernel's
    int first_y, first_x;  ///< the first of these
    int lots;              ///< of the inner dimension
  };
  BIRDDREAM_BOTH Phase phase_of(int number) const {
    const int s = step();
    Phase p;
    p.y = number / s, p.x = number % s;
    p.rows = every(grid().h, p.y, s), p.columns = every(grid().w, p.x, s);
    p.taps_y = kernel_h, p.taps_x = kernel_w, p.first_y = p.first_x = 0;
    if (backward != 0) {
      p.first_y = (p.y + pad_h) % s, p.first_x = (p.x + pad_w) % s;
      p.taps_y = p.first_y < kernel_h ? (kernel_h - 1 - p.first_y) / s + 1 : 0;
      p.taps_x = p.first_x < kernel_w ? (kernel_w - 1 - p.first_x) / s + 1 : 0;
    }
    int channels = x.c;
    if (backward != 0) {
      channels = 0;
      for (int i = 0; i < parts; ++i) channels += part[i].slice.c;
    }
    p.lots = p.taps_y * p.taps_x * (channels / lot);
    return p;
  }

  struct Row {
    int image, y, x;  ///< in units of the phase; image -1: beyond the last
  };
  BIRDDREAM_BOTH Row row_of(const Phase& p, long row) const {
    const int plane = p.rows * p.columns;
    if (plane == 0 || row >= static_cast<long>(grid().n) * plane) return {-1, 0, 0};
    const int rest = static_cast<int>(row % plane);
    return {static_cast<int>(row / plane), rest / p.columns, rest % p.columns};
  }

  /// A lot of the inner dimension.
  struct Deep {
    int part, tap_y, tap_x, channel;  ///< part -1: beyond the last
  };
  BIRDDREAM_BOTH Deep deep_of(const Phase& p, int at) const {
    if (at >= p.lots) return {-1, 0, 0, 0};
    if (backward == 0) {
      const int lots = x.c / lot, tap = at / lots;
      return {0, tap / kernel_w, tap % kernel_w, (at - tap * lots) * lot};
    }
    const int taps = p.taps_y * p.taps_x;
    int i = 0;
    while (at >= taps * (part[i].slice.c / lot)) at -= taps * (part[i++].slice.c / lot);
    const int lots = part[i].slice.c / lot, tap = at / lots;
    return {i, tap / p.taps_x, tap % p.taps_x, (at - tap * lots) * lot};
  }

  BIRDDREAM_BOTH const Half* a_lot(const Phase& p, const Row& row, const Deep& deep) const {
    if (row.image < 0 || deep.part < 0) return nullptr;
    if (backward == 0) {
      const int iy = row.y * stride - pad_h + deep.tap_y, ix = row.x * stride - pad_w + deep.tap_x;
      if (iy < 0 || iy >= x.h || ix < 0 || ix >= x.w) return nullptr;
      return x.at(x.pixel(row.image, iy, ix), deep.channel);
    }
    const Slice& gy = part[deep.part].slice;
    const int oy = row.y + (p.y + pad_h - p.first_y) / stride - deep.tap_y;
    const int ox = row.x + (p.x + pad_w - p.first_x) / stride - deep.tap_x;
    if (oy < 0 || oy >= gy.h || ox < 0 || ox >= gy.w) return nullptr;
    return gy.at(gy.pixel(row.image, oy, ox), deep.channel);
  }

  /// Forward: a lot of columns from row `depth` of the inner dimension.
  BIRDDREAM_BOTH const Half* b_across(const Phase& p, int depth, int column) const {
    if (depth >= p.lots * lot) return nullptr;
    for (int i = 0; i < parts; ++i) {
      const int width = part[i].slice.c;
      if (column < width) return part[i].weight + static_cast<long>(depth) * width + column;
      column -= width;
    }
    return nullptr;
  }
  /// Backward: a lot of the inner dimension of one column.
  BIRDDREAM_BOTH const Half* b_along(const Phase& p, const Deep& deep, int column) const {
    if (deep.part < 0 || column >= gx.to.c) return nullptr;
    const int ky = p.first_y + deep.tap_y * stride, kx = p.first_x + deep.tap_x * stride;
    const Part& from = part[deep.part];
    return from.weight + ((static_cast<long>(ky) * kernel_w + kx) * gx.to.c + column) * from.slice.c +
           deep.channel;
  }

  BIRDDREAM_BOTH void put(const Phase& p, const Row& row, int column, Floats sum) const {
    if (backward != 0) {
      if (column >= gx.to.c) return;
      gx.put(gx.to.pixel(row.image, p.y + row.y * stride, p.x + row.x * stride), column, sum);
      return;
    }
    int i = 0;
    while (i < parts && column >= part[i].slice.c) column -= part[i++].slice.c;
    if (i == parts) return;
    const Part& to = part[i];
    for (int k = 0; k < lot; ++k) {
      if (to.bias != nullptr) sum.v[k] += to.bias[column + k];
      if (to.rectify != 0 && sum.v[k] < 0) sum.v[k] = 0;
    }
    const long pixel = to.slice.pixel(row.image, row.y, row.x);
    if (logits == nullptr) {
      store(to.slice.at(pixel, column), sum);
      return;
    }
    for (int k = 0; k < lot; ++k) logits[pixel * to.slice.pitch + column + k] = sum.v[k];
  }

  template <class Team>
  BIRDDREAM_BOTH void run(Team& team) const {
    const int split = team.block(2) % splits, number = team.block(2) / splits;
    const Phase phase = phase_of(number);
    const long first_row = static_cast<long>(team.block(0)) * tile_rows;
    const int first_column = team.block(1) * tile_columns;
    auto* const tiles = static_cast<Half*>(team.shared());

    Row rows[Team::fetches];
    for (int f = 0; f < Team::fetches; ++f)
      rows[f] = row_of(phase, first_row + (team.rank() + f * team.size()) / tile_lots);
    const auto fetch_chunk = [&](int chunk, int stage) {
      Half* const a = tiles + stage * 2 * tile_halves;
      Half* const b = a + tile_halves;
      for (int f = 0; f < Team::fetches; ++f) {
        const int v = team.rank() + f * team.size(), deep = v % tile_lots, row = v / tile_lots;
        const Deep where = deep_of(phase, chunk * tile_lots + deep);
        team.fetch(a + row * deep_pitch + deep * lot, a_lot(phase, rows[f], where));
        if (backward != 0) {
          team.fetch(b + row * deep_pitch + deep * lot, b_along(phase, where, first_column + row));
        } else {
          constexpr int lots = tile_columns / lot;
          team.fetch(b + v / lots * wide_pitch + v % lots * lot,
                     b_across(phase, chunk * tile_depth + v / lots, first_column + v % lots * lot));
        }
      }
    };

    const int chunks = (phase.lots + tile_lots - 1) / tile_lots;
    const int begin = chunks * split / splits, end = chunks * (split + 1) / splits;
    for (int s = 0; s + 1 < tile_stages; ++s) {
      if (begin + s < end) fetch_chunk(begin + s, s);
      team.commit();
    }
    typename Team::Product product;
    for (int chunk = begin; chunk < end; ++chunk) {
      team.wait();  // for the oldest group
      team.sync();
      const Half* const a = tiles + (chunk - begin) % tile_stages * 2 * tile_halves;
      product.add(a, a + tile_halves, backward != 0);
      const int next = chunk + tile_stages - 1;
      if (next < end) fetch_chunk(next, (next - begin) % tile_stages);
      team.commit();
    }
    team.wait_all();
    team.sync();
    auto* const sums = static_cast<float*>(team.shared());
    product.store(sums);
    team.sync();
    finish(team, phase, split, number, first_row, first_column, sums);
  }

  template <class Team>
  BIRDDREAM_BOTH void finish(Team& team, const Phase& phase, int split, int number, long first_row,
                             int first_column, const float* sums) const {
    constexpr int lots = tile_columns / lot, area = tile_rows * tile_columns;
    const long tile = (number * row_tiles() + team.block(0)) * column_tiles() + team.block(1);
    float* const parts_of_tile = partial + tile * splits * area;
    if (splits > 1) {
      for (int v = team.rank(); v < area; v += team.size())
        parts_of_tile[split * area + v] = sums[v / tile_columns * sum_pitch + v % tile_columns];
      if (!team.arrive(arrivals + tile, static_cast<unsigned>(splits))) return;
    }
    for (int v = team.rank(); v < tile_rows * lots; v += team.size()) {
      const Row row = row_of(phase, first_row + v / lots);
      if (row.image < 0) continue;
      const int column = v % lots * lot;
      Floats sum;
      for (int k = 0; k < lot; ++k) {
        if (splits == 1) {
          sum.v[k] = sums[v / lots * sum_pitch + column + k];
          continue;
        }
        sum.v[k] = 0;
        for (int s = 0; s < splits; ++s)
          sum.v[k] += parts_of_tile[s * area + v / lots * tile_columns + column + k];
      }
      put(phase, row, first_column + column, sum);
    }
  }
};

}  // namespace birddream::cuda
