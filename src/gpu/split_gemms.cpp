#include "gpu/split_gemms.h"

#include <algorithm>

namespace birddream::gpu {

void SplitGemms::add(Launches& launches, cuda::Gemm gemm) {
  constexpr int least_chunks = 4, most_splits = 16;
  const int phases = gemm.step() * gemm.step();
  const long tiles = gemm.row_tiles() * gemm.column_tiles() * phases;
  const int chunks = (gemm.phase_of(0).lots + cuda::tile_lots - 1) / cuda::tile_lots;
  const long room = std::max(1L, 2L * multiprocessors_ / std::max(1L, tiles));
  gemm.splits =
      static_cast<int>(std::clamp<long>(std::min<long>(room, chunks / least_chunks), 1, most_splits));
  if (gemm.splits > 1) {
    constexpr std::size_t area = std::size_t{cuda::tile_rows} * cuda::tile_columns;
    partial_floats_ = std::max(partial_floats_, static_cast<std::size_t>(tiles * gemm.splits) * area);
    arrival_count_ = std::max(arrival_count_, static_cast<std::size_t>(tiles));
  }
  launches.grid(gemm, gemm.row_tiles(), gemm.column_tiles(), phases * gemm.splits);
}

void SplitGemms::take_memory(Arena& arena) {
  if (arrival_count_ == 0) return;
  partial_ = arena.take<float>(partial_floats_);
  arrivals_ = arena.take<unsigned>(arrival_count_);
}

void SplitGemms::share_memory(Launches& launches) const {
  if (arrival_count_ == 0) return;
  for (std::size_t i = 0; i < launches.size(); ++i) {
    if (launches.kernel(i) != cuda::number_of_Gemm) continue;
    launches.edit<cuda::Gemm>(i,
                              [&](cuda::Gemm& gemm) { gemm.partial = partial_, gemm.arrivals = arrivals_; });
  }
}

}  // namespace birddream::gpu
