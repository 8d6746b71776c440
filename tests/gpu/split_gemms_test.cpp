#include "gpu/split_gemms.h"

#include <algorithm>

#include "gpu/fixture.h"

namespace birddream::gpu {
namespace {

/// A 1x1 convolution of `in` channels, side x side.
cuda::Gemm gemm_of(int side, int in, int out) {
  cuda::Gemm gemm{};
  gemm.kernel_h = gemm.kernel_w = gemm.stride = gemm.parts = 1;
  gemm.x = {nullptr, 1, side, side, in, in};
  gemm.part[0].slice = {nullptr, 1, side, side, out, out};
  return gemm;
}

class Splits : public OnDevice {
 protected:
  cuda::Gemm at(std::size_t index) {
    cuda::Gemm found{};
    launches.edit<cuda::Gemm>(index, [&](const cuda::Gemm& gemm) { found = gemm; });
    return found;
  }
  Launches launches;
};

TEST_F(Splits, OnlyWhatWouldLeaveTheDeviceIdle) {
  SplitGemms gemms(100);
  gemms.add(launches, gemm_of(4, 1024, 64));    // few tiles, deep
  gemms.add(launches, gemm_of(4, 32, 64));      // few tiles, shallow
  gemms.add(launches, gemm_of(256, 1024, 64));  // tiles for all
  EXPECT_GT(at(0).splits, 1);
  EXPECT_EQ(at(1).splits, 1);
  EXPECT_EQ(at(2).splits, 1);
}

TEST_F(Splits, AllShareOnePieceOfMemory) {
  SplitGemms gemms(100);
  gemms.add(launches, gemm_of(4, 1024, 64));
  launches.each(cuda::Zero{}, 1);
  gemms.add(launches, gemm_of(8, 2048, 256));
  Arena arena(device);
  gemms.take_memory(arena);
  gemms.share_memory(launches);
  EXPECT_NE(at(0).partial, nullptr);
  EXPECT_EQ(at(0).partial, at(2).partial);
  EXPECT_EQ(at(0).arrivals, at(2).arrivals);
  // As much as the larger one needs.
  std::size_t most = 0;
  for (const std::size_t i : {0U, 2U}) {
    const cuda::Gemm gemm = at(i);
    const long tiles = gemm.row_tiles() * gemm.column_tiles();
    most =
        std::max(most, static_cast<std::size_t>(tiles * gemm.splits) * cuda::tile_rows * cuda::tile_columns);
  }
  EXPECT_GE(arena.bytes(), most * sizeof(float));
}

TEST_F(Splits, WhatIsNotSplitTakesNoMemory) {
  SplitGemms gemms(1);
  gemms.add(launches, gemm_of(64, 64, 64));
  Arena arena(device);
  gemms.take_memory(arena);
  gemms.share_memory(launches);
  EXPECT_EQ(arena.bytes(), 0U);
  EXPECT_EQ(at(0).partial, nullptr);
}

}  // namespace
}  // namespace birddream::gpu
