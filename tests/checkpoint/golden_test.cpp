#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "checkpoint/fingerprint.h"
#include "checkpoint/quantise.h"
#include "checkpoint/safetensors.h"

/// Against files made by the safetensors package, torch, numpy and xxhash: tests/golden/checkpoint.py.
namespace birddream::checkpoint {
namespace {

const std::filesystem::path golden = std::filesystem::path(BIRDDREAM_SOURCE_DIR) / "tests/golden";

class GoldenFile : public testing::Test {
 protected:
  const TensorRecord& record(std::string_view name) const {
    const auto* found = file_->tensors().find(name);
    if (found == nullptr) throw std::runtime_error("missing in the golden file: " + std::string(name));
    return *found;
  }
  std::vector<float> floats(std::string_view name, std::string_view scale = "") const {
    std::vector<float> values(element_count(record(name)));
    EXPECT_TRUE(to_float32({&record(name), scale.empty() ? nullptr : &record(scale)}, values));
    return values;
  }
  void expect_equal(const std::vector<std::byte>& bytes, std::string_view name) const {
    const auto expected = record(name).bytes;
    ASSERT_EQ(bytes.size(), expected.size());
    EXPECT_EQ(std::memcmp(bytes.data(), expected.data(), bytes.size()), 0) << name;
  }

  Result<SafetensorsFile> file_ = SafetensorsFile::open(golden / "checkpoint.safetensors");
};

TEST_F(GoldenFile, IsReadAsItWasWritten) {
  ASSERT_TRUE(file_) << file_.error().message;
  EXPECT_EQ(file_->tensors().metadata.at("sign"), "ä");
  EXPECT_TRUE(record("scalar").shape.empty());
  EXPECT_EQ(floats("scalar"), std::vector{2.5F});
  EXPECT_THAT(record("empty").shape, testing::ElementsAre(0, 3));
  EXPECT_THAT(record("weight").shape, testing::ElementsAre(6, 4, 3, 3));
}

TEST_F(GoldenFile, HalfAndBfloat16RoundAsTorchDoes) {
  ASSERT_TRUE(file_);
  const auto values = floats("values.f32");
  const auto& shape = record("values.f32").shape;
  expect_equal(encode(values, shape, Dtype::f16)->bytes, "values.f16");
  expect_equal(encode(values, shape, Dtype::bf16)->bytes, "values.bf16");
  // Back and forth loses nothing more, so decoding inverts the encoding torch made.
  expect_equal(encode(floats("values.f16"), shape, Dtype::f16)->bytes, "values.f16");
  expect_equal(encode(floats("values.bf16"), shape, Dtype::bf16)->bytes, "values.bf16");
  const auto halves = floats("values.f16");
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_NEAR(halves[i], values[i], std::abs(values[i]) / 2048 + 0x1p-25F) << i;
  }
}

TEST_F(GoldenFile, EightBitLevelsAndScalesAreTheSame) {
  ASSERT_TRUE(file_);
  const auto encoded = encode(floats("weight.f32"), record("weight.f32").shape, Dtype::i8);
  ASSERT_TRUE(encoded);
  expect_equal(encoded->bytes, "weight");
  expect_equal(encoded->scale, "weight.scale");
}

TEST(Fingerprint, IsXxh64) {
  const auto json = nlohmann::json::parse(read_file(golden / "checkpoint.json", 1 << 16).value());
  for (const auto& [length, expected] : json.at("xxh64").items()) {
    std::vector<std::byte> bytes(std::stoul(length));
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>((7 * i + 3) % 256);
    EXPECT_EQ(fingerprint(bytes), expected.get<std::string>()) << length;
  }
}

}  // namespace
}  // namespace birddream::checkpoint
