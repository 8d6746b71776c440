#include "dream/octave.h"

#include <gtest/gtest.h>

namespace birddream::dream {
namespace {

TEST(Octave, SizesGrowByTheScaleToTheFinishedSize) {
  recipe::DreamParams params;
  params.width = 224;
  params.height = 160;
  params.octaves = 4;
  params.octave_scale = 1.4F;
  EXPECT_EQ(octave_size(3, params), (Size{224, 160}));
  EXPECT_EQ(octave_size(2, params), (Size{160, 114}));
  EXPECT_EQ(octave_size(0, params), (Size{82, 58}));
}

TEST(Octave, NoSideFallsBelowWhatANetworkNeeds) {
  recipe::DreamParams params;
  params.width = params.height = 64;
  params.octaves = 8;
  params.octave_scale = 2;
  EXPECT_EQ(octave_size(0, params), (Size{32, 32}));
}

TEST(Octave, StepsAreSharedOutEvenly) {
  recipe::DreamParams params;
  params.steps = 10;
  params.octaves = 4;
  std::vector<int> counts(4);
  for (int step = 0; step < params.steps; ++step) ++counts[static_cast<std::size_t>(octave_of(step, params))];
  for (const int count : counts) EXPECT_GE(count, 2);
  EXPECT_EQ(octave_of(0, params), 0);
  EXPECT_EQ(octave_of(9, params), 3);
  EXPECT_EQ(octave_of(100, params), 3);
}

}  // namespace
}  // namespace birddream::dream
