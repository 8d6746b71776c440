#include "base/random.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <vector>

namespace birddream {
namespace {

std::vector<std::uint64_t> draws(std::uint64_t seed, std::uint64_t step, int count) {
  Random random(seed, step);
  std::vector<std::uint64_t> bits;
  for (int i = 0; i < count; ++i) bits.push_back(random.bits());
  return bits;
}

TEST(Random, IsAFunctionOfSeedAndStep) {
  EXPECT_EQ(draws(1, 2, 8), draws(1, 2, 8));
  EXPECT_NE(draws(1, 2, 8), draws(1, 3, 8));
  EXPECT_NE(draws(1, 2, 8), draws(2, 2, 8));
  EXPECT_NE(draws(1, 2, 8), draws(2, 1, 8));
}

TEST(Random, NeighbouringStepsAndSeedsShareNoDraw) {
  std::set<std::uint64_t> all;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    for (std::uint64_t step = 0; step < 30; ++step) {
      for (const std::uint64_t bits : draws(seed, step, 10)) all.insert(bits);
    }
  }
  EXPECT_EQ(all.size(), 30U * 30U * 10U);
}

// Dreams are repeated from their seed years later: what it means may not change.
TEST(Random, DrawsStayWhatTheyAre) {
  Random random(1, 2);
  EXPECT_EQ(random.bits(), 0x9EDBE9BD18AD781DULL);
  EXPECT_EQ(random.uniform(-1.0F, 1.0F), -0x1.38cc800000000p-6F);
  EXPECT_EQ(random.integer(-8, 8), -1);
}

// Chi-squared over 64 equal cells: mean 63, standard deviation 11.2.
double chi_squared(const std::array<int, 64>& counts, int draws_made) {
  const double expected = draws_made / 64.0;
  double sum = 0.0;
  for (const int count : counts) sum += (count - expected) * (count - expected) / expected;
  return sum;
}

TEST(Random, IsUniformWithinAndAcrossSteps) {
  constexpr int many = 64000;
  std::array<int, 64> within{}, across{}, integers{};
  Random random(5, 0);
  for (int i = 0; i < many; ++i) {
    ++within[static_cast<std::size_t>(random.uniform(0.0F, 64.0F))];
    ++across[static_cast<std::size_t>(Random(5, static_cast<std::uint64_t>(i)).uniform(0.0F, 64.0F))];
    ++integers[static_cast<std::size_t>(Random(static_cast<std::uint64_t>(i), 9).integer(0, 63))];
  }
  for (const auto& counts : {within, across, integers}) {
    EXPECT_GT(chi_squared(counts, many), 25.0);
    EXPECT_LT(chi_squared(counts, many), 120.0);
  }
}

TEST(Random, UniformStaysBelowItsUpperEnd) {
  Random random(1, 1);
  const float next = std::nextafter(1.0F, 2.0F);
  for (int i = 0; i < 10000; ++i) {
    const float value = random.uniform(-3.0F, 2.0F);
    ASSERT_GE(value, -3.0F);
    ASSERT_LT(value, 2.0F);
    ASSERT_EQ(random.uniform(1.0F, next), 1.0F);
    ASSERT_LT(random.uniform(1e8F, 1e8F + 8.0F), 1e8F + 8.0F);
  }
  EXPECT_EQ(random.uniform(0.5F, 0.5F), 0.5F);
}

TEST(Random, IntegersReachBothEnds) {
  Random random(1, 1);
  std::set<int> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random.integer(-4, 4));
  EXPECT_EQ(seen.size(), 9U);
  EXPECT_EQ(*seen.begin(), -4);
  EXPECT_EQ(*seen.rbegin(), 4);
  EXPECT_EQ(random.integer(7, 7), 7);
  constexpr int lowest = std::numeric_limits<int>::min(), highest = std::numeric_limits<int>::max();
  bool negative = false, positive = false;
  for (int i = 0; i < 100; ++i) {
    const int value = random.integer(lowest, highest);
    negative = negative || value < lowest / 2;
    positive = positive || value > highest / 2;
  }
  EXPECT_TRUE(negative && positive);
}

TEST(Random, NormalHasTheMomentsOfOne) {
  Random random(3, 3);
  constexpr int many = 100000;
  double sum = 0, squares = 0, fourths = 0;
  for (int i = 0; i < many; ++i) {
    const double value = random.normal();
    ASSERT_TRUE(std::isfinite(value));
    sum += value;
    squares += value * value;
    fourths += value * value * value * value;
  }
  EXPECT_NEAR(sum / many, 0.0, 0.02);
  EXPECT_NEAR(squares / many, 1.0, 0.03);
  EXPECT_NEAR(fourths / many, 3.0, 0.2);
}

TEST(Random, CoinIsFairUnlessAskedOtherwise) {
  Random random(4, 4);
  int fair = 0, rare = 0;
  for (int i = 0; i < 10000; ++i) {
    fair += random.coin() ? 1 : 0;
    rare += random.coin(0.1F) ? 1 : 0;
    ASSERT_FALSE(random.coin(0.0F));
    ASSERT_TRUE(random.coin(1.0F));
  }
  EXPECT_NEAR(fair, 5000, 250);
  EXPECT_NEAR(rare, 1000, 150);
}

}  // namespace
}  // namespace birddream
