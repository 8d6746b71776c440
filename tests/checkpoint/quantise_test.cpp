#include "checkpoint/quantise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

namespace birddream::checkpoint {
namespace {

using testing::HasSubstr;

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float nan = std::numeric_limits<float>::quiet_NaN();

/// Encodes and decodes again.
std::vector<float> round_trip(const std::vector<float>& values, const std::vector<std::int64_t>& shape,
                              Dtype dtype) {
  const auto encoded = encode(values, shape, dtype);
  EXPECT_TRUE(encoded);
  const TensorRecord data{"w", encoded->dtype, shape, encoded->bytes};
  const TensorRecord scale{"w.scale", Dtype::f32, {shape.empty() ? 1 : shape[0]}, encoded->scale};
  std::vector<float> decoded(values.size());
  const Status read = to_float32({&data, encoded->dtype == Dtype::i8 ? &scale : nullptr}, decoded);
  EXPECT_TRUE(read) << read.error().message;
  return decoded;
}

TEST(Quantise, EightBitErrorIsAtMostHalfALevelOfItsOwnChannel) {
  std::vector<float> values;
  for (int i = 0; i < 3 * 50; ++i) {
    values.push_back(std::sin(static_cast<float>(i)) * (i < 50 ? 100.0F : i < 100 ? 0.01F : 1.0F));
  }
  const auto decoded = round_trip(values, {3, 50}, Dtype::i8);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    float largest = 0;
    for (std::size_t i = 0; i < 50; ++i) largest = std::max(largest, std::abs(values[channel * 50 + i]));
    for (std::size_t i = 0; i < 50; ++i) {
      EXPECT_NEAR(decoded[channel * 50 + i], values[channel * 50 + i], largest / 127 / 2 * 1.001F);
    }
  }
}

TEST(Quantise, KeepsTheLargestWeightAndZeroExactly) {
  const auto decoded = round_trip({0.0F, -3.0F, 1.0F, 0.0F, 0.0F, 0.0F}, {2, 3}, Dtype::i8);
  EXPECT_FLOAT_EQ(decoded[1], -3.0F);
  EXPECT_EQ(decoded[0], 0.0F);
  EXPECT_EQ(decoded[3], 0.0F) << "a channel of zeros has no scale to divide by";
}

TEST(Quantise, SurvivesWeightsSoSmallThatTheScaleUnderflows) {
  const float tiny = std::numeric_limits<float>::denorm_min();
  EXPECT_EQ(round_trip({tiny, -tiny}, {1, 2}, Dtype::i8), (std::vector{0.0F, -0.0F}));
}

TEST(Quantise, BiasesStayFloats) {
  const std::vector values = {1.2345678F, -7.0F};
  EXPECT_EQ(round_trip(values, {2}, Dtype::i8), values);
  EXPECT_EQ(encode(values, std::vector<std::int64_t>{2}, Dtype::i8)->dtype, Dtype::f32);
}

TEST(Quantise, HalfKeepsElevenBits) {
  EXPECT_EQ(round_trip({1.5F, -0.25F, 65504.0F}, {3}, Dtype::f16), (std::vector{1.5F, -0.25F, 65504.0F}));
  EXPECT_EQ(round_trip({1.5F, 1e38F}, {2}, Dtype::bf16)[0], 1.5F);
}

TEST(Quantise, RefusesValuesItCannotKeep) {
  const std::vector<std::int64_t> shape = {1, 2};
  for (const Dtype dtype : {Dtype::f32, Dtype::f16, Dtype::bf16, Dtype::i8}) {
    EXPECT_FALSE(encode(std::vector{1.0F, nan}, shape, dtype));
    EXPECT_FALSE(encode(std::vector{-infinity, 1.0F}, shape, dtype));
  }
  const auto large = encode(std::vector{1.0F, 70000.0F}, shape, Dtype::f16);
  ASSERT_FALSE(large);
  EXPECT_THAT(large.error().message, HasSubstr("too large for F16"));
  EXPECT_FALSE(encode(std::vector{1.0F, 3.4e38F}, shape, Dtype::bf16));
}

class Decode : public testing::Test {
 protected:
  std::string reason(float scale_value, Dtype dtype = Dtype::i8) {
    scales_[1] = scale_value;
    const TensorRecord data{"conv.weight", dtype, {2, 2}, std::as_bytes(std::span(levels_))};
    const TensorRecord scale{"conv.weight.scale", Dtype::f32, {2}, std::as_bytes(std::span(scales_))};
    std::array<float, 4> values{};
    const Status read = to_float32({&data, &scale}, values);
    return read ? "" : read.error().message;
  }
  std::array<std::int8_t, 4> levels_ = {1, 2, 3, 127};
  std::array<float, 2> scales_ = {1, 1};
};

TEST_F(Decode, RefusesScalesThatAreNoScales) {
  EXPECT_EQ(reason(0.5F), "");
  EXPECT_THAT(reason(nan), HasSubstr("conv.weight"));
  EXPECT_THAT(reason(infinity), HasSubstr("channel 1"));
  EXPECT_THAT(reason(-1.0F), HasSubstr("scale -1"));
  EXPECT_THAT(reason(3e38F), HasSubstr("infinite")) << "127 times that overflows";
}

TEST(Decode16, RefusesNan) {
  const std::array<std::uint16_t, 2> bits = {0x3c00, 0x7e00};
  const TensorRecord data{"x", Dtype::f16, {2}, std::as_bytes(std::span(bits))};
  std::array<float, 2> values{};
  const Status read = to_float32({&data, nullptr}, values);
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, HasSubstr("'x' holds NaN"));
}

class Pairing : public testing::Test {
 protected:
  void add(const std::string& name, Dtype dtype, std::vector<std::int64_t> shape) {
    tensors_.records.push_back({name, dtype, std::move(shape), {}});
  }
  std::string reason() {
    std::ranges::sort(tensors_.records, {}, &TensorRecord::name);
    const auto stored = stored_tensors(tensors_);
    return stored ? "" : stored.error().message;
  }
  Tensors tensors_;
};

TEST_F(Pairing, JoinsScalesToTheirTensorOnly) {
  add("a", Dtype::i8, {4, 2});
  add("a.scale", Dtype::f32, {4});
  add("norm.scale", Dtype::f32, {7});
  EXPECT_EQ(reason(), "");
  const auto stored = stored_tensors(tensors_);
  ASSERT_EQ(stored->size(), 2U);
  EXPECT_EQ((*stored)[0].scale->name, "a.scale");
  EXPECT_EQ((*stored)[1].data->name, "norm.scale");
  EXPECT_EQ((*stored)[1].scale, nullptr);
}

TEST_F(Pairing, RefusesAnEightBitTensorWithoutScales) {
  add("a", Dtype::i8, {4, 2});
  EXPECT_THAT(reason(), HasSubstr("no tensor of its scales"));
}

TEST_F(Pairing, RefusesScalesOfTheWrongShapeOrType) {
  add("a", Dtype::i8, {4, 2});
  add("a.scale", Dtype::f32, {2});
  EXPECT_THAT(reason(), HasSubstr("one scale for each"));
  tensors_.records[1].shape = {4};
  tensors_.records[1].dtype = Dtype::f16;
  EXPECT_THAT(reason(), HasSubstr("not F32"));
  tensors_.records[0].shape = {};
  tensors_.records[1].dtype = Dtype::f32;
  EXPECT_THAT(reason(), HasSubstr("without an output channel"));
}

}  // namespace
}  // namespace birddream::checkpoint
