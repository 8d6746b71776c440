#include "cuda/kernels/half.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

namespace birddream::cuda {
namespace {

TEST(Halves, EveryOneIsTheFloatThatLibTorchSays) {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    const float expected = c10::Half(static_cast<std::uint16_t>(bits), c10::Half::from_bits());
    const float found = to_float({static_cast<std::uint16_t>(bits)});
    ASSERT_TRUE(found == expected || (std::isnan(found) && std::isnan(expected))) << bits;
    ASSERT_EQ(std::signbit(found), std::signbit(expected)) << bits;
  }
}

TEST(Halves, FloatsAreRoundedAsLibTorchRounds) {
  // Around every half, and halfway to the next.
  for (std::uint32_t bits = 0; bits < 0x7C00; ++bits) {
    const float here = to_float({static_cast<std::uint16_t>(bits)});
    const float next = to_float({static_cast<std::uint16_t>(bits + 1)});
    const float middle = std::isinf(next) ? 65520.0F : here + (next - here) / 2;
    for (const float value : {here, middle, std::nextafter(middle, 0.0F), std::nextafter(middle, 1e30F)}) {
      for (const float signed_value : {value, -value})
        ASSERT_EQ(to_half(signed_value).bits, c10::Half(signed_value).x) << signed_value;
    }
  }
  EXPECT_EQ(to_half(INFINITY).bits, 0x7C00);
  EXPECT_EQ(to_half(1e30F).bits, 0x7C00);
  EXPECT_TRUE(std::isnan(to_float(to_half(NAN))));
}

}  // namespace
}  // namespace birddream::cuda
