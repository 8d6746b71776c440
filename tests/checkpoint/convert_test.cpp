#include "checkpoint/convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/atomic_file.h"
#include "base/fresh_folder.h"
#include "checkpoint/quantise.h"
#include "checkpoint/safetensors.h"

namespace birddream::checkpoint {
namespace {

using testing::HasSubstr;

class Convert : public testing::Test {
 protected:
  Convert() {
    for (int i = 0; i < 4 * 6000; ++i) weight_.push_back(std::cos(static_cast<float>(i)));
    write();
  }
  void write() {
    const std::vector<TensorRecord> records = {
        {"conv.weight", Dtype::f32, {4, 6000, 1, 1}, std::as_bytes(std::span(weight_))},
        {"first.weight", Dtype::f32, {8, 3}, std::as_bytes(std::span(weight_).first(24))},
        {"conv.bias", Dtype::f32, {4}, std::as_bytes(std::span(bias_))}};
    ASSERT_TRUE(write_safetensors(from_, records, {{"arch", "x"}}));
  }
  std::string content(const std::filesystem::path& file) { return read_file(file, 1 << 24).value(); }

  FreshFolder folder_;
  std::filesystem::path from_ = folder_ / "from.safetensors";
  std::filesystem::path to_ = folder_ / "to.safetensors";
  std::vector<float> weight_;
  std::vector<float> bias_ = {0.1F, -2.0F, 3.0F, 1e-7F};
};

TEST_F(Convert, EightBitAddsScalesAndKeepsTheRest) {
  ASSERT_TRUE(convert(from_, to_, Dtype::i8));
  const auto file = SafetensorsFile::open(to_);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->tensors().records.size(), 4U);
  EXPECT_EQ(file->tensors().find("conv.weight")->dtype, Dtype::i8);
  EXPECT_EQ(file->tensors().find("conv.weight.scale")->shape, std::vector<std::int64_t>{4});
  EXPECT_EQ(file->tensors().find("first.weight")->dtype, Dtype::f16) << "small";
  EXPECT_EQ(file->tensors().find("conv.bias")->dtype, Dtype::f32);
  EXPECT_EQ(file->tensors().metadata.at("arch"), "x");
}

TEST_F(Convert, BackToFloatDropsTheScales) {
  ASSERT_TRUE(convert(from_, to_, Dtype::i8));
  ASSERT_TRUE(convert(to_, to_, Dtype::f32)) << "onto itself";
  const auto file = SafetensorsFile::open(to_);
  ASSERT_TRUE(file);
  ASSERT_EQ(file->tensors().records.size(), 3U);
  std::vector<float> values(weight_.size());
  ASSERT_TRUE(to_float32({file->tensors().find("conv.weight"), nullptr}, values));
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(values[i], weight_[i], 1.0 / 254);
}

TEST_F(Convert, ASecondRoundLosesNothingMore) {
  ASSERT_TRUE(convert(from_, to_, Dtype::i8));
  const std::string once = content(to_);
  ASSERT_TRUE(convert(to_, to_, Dtype::f32));
  ASSERT_TRUE(convert(to_, to_, Dtype::i8));
  EXPECT_EQ(content(to_), once);
}

TEST_F(Convert, RefusesNanAndKeepsTheOldFile) {
  ASSERT_TRUE(convert(from_, to_, Dtype::f16));
  const std::string before = content(to_);
  weight_[7] = std::numeric_limits<float>::quiet_NaN();
  write();
  const Status converted = convert(from_, to_, Dtype::f16);
  ASSERT_FALSE(converted);
  EXPECT_THAT(converted.error().message,
              testing::AllOf(HasSubstr("from.safetensors"), HasSubstr("conv.weight")));
  EXPECT_EQ(content(to_), before);
}

TEST_F(Convert, NamesWhatDoesNotFitHalfPrecision) {
  bias_[2] = 1e6F;
  write();
  const Status converted = convert(from_, to_, Dtype::f16);
  ASSERT_FALSE(converted);
  EXPECT_THAT(converted.error().message, HasSubstr("'conv.bias' holds 1000000"));
}

TEST_F(Convert, ASmallTensorWithLargeValuesBecomesEightBit) {
  weight_[1] = 1e6F;
  write();
  ASSERT_TRUE(convert(from_, to_, Dtype::i8));
  const auto file = SafetensorsFile::open(to_);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->tensors().find("first.weight")->dtype, Dtype::i8);
}

TEST_F(Convert, SaysWhenThereIsNothingToConvert) {
  const Status converted = convert(folder_ / "none", to_, Dtype::i8);
  ASSERT_FALSE(converted);
  EXPECT_THAT(converted.error().message, HasSubstr("none"));
}

}  // namespace
}  // namespace birddream::checkpoint
