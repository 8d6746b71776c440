#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace birddream {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Error{"odd"};
  return number / 2;
}

TEST(Result, HoldsAValueOrAnError) {
  const auto good = half(8);
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(*good, 4);
  const auto bad = half(7);
  EXPECT_FALSE(bad);
  EXPECT_EQ(bad.error().message, "odd");
}

TEST(Result, AskingForTheOtherSideThrows) {
  EXPECT_THROW((void)half(7).value(), std::bad_variant_access);
  const auto good = half(8);
  EXPECT_THROW((void)good.error(), std::bad_variant_access);
}

TEST(Result, MovesWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> made(std::make_unique<int>(3));
  const std::unique_ptr<int> taken = std::move(made).value();
  EXPECT_EQ(*taken, 3);
}

TEST(Status, IsGoodUnlessGivenAnError) {
  EXPECT_TRUE(Status().ok());
  const Status bad = Error{"why"};
  EXPECT_FALSE(bad);
  EXPECT_EQ(bad.error().message, "why");
}

}  // namespace
}  // namespace birddream
