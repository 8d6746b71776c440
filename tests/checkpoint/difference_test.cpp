#include "checkpoint/difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/fresh_folder.h"
#include "checkpoint/convert.h"
#include "checkpoint/weights_file.h"

namespace birddream::checkpoint {
namespace {

using testing::HasSubstr;

constexpr std::int64_t channels = 40, width = 600;  // more than small_tensor together

std::vector<float> wave(std::size_t count, double pitch, double size) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = static_cast<float>(size * std::sin(pitch * static_cast<double>(i * i % 1009)));
  return values;
}

class Difference : public testing::Test {
 protected:
  void SetUp() override {
    kernel_ = wave(channels * width, 0.37, 1);
    moved_ = kernel_;
    const auto step = wave(channels * width, 0.91, 0.02);
    for (std::size_t i = 0; i < moved_.size(); ++i) moved_[i] += step[i] * static_cast<float>(i / width % 7);
    write("base", kernel_, 3);
    write("tuned", moved_, 5);
  }

  /// A kernel, a bias, an untouched kernel, and a classifier of `classes` classes.
  void write(const std::string& name, const std::vector<float>& kernel, std::int64_t classes) {
    const auto same = wave(channels * width, 0.53, 1),
               bias = wave(channels, 0.2 * static_cast<double>(classes), 1);
    const auto head = wave(static_cast<std::size_t>(classes * 8), 0.7, 1);
    const auto record = [](const char* called, std::vector<std::int64_t> shape,
                           const std::vector<float>& values) {
      return TensorRecord{called, Dtype::f32, std::move(shape), std::as_bytes(std::span(values))};
    };
    const std::vector<TensorRecord> records = {
        record("a.weight", {channels, width}, kernel), record("a.bias", {channels}, bias),
        record("same.weight", {channels, width}, same), record("head.weight", {classes, 8}, head)};
    const Status written = write_safetensors(file(name), records, {{"recipe", name}});
    ASSERT_TRUE(written) << written.error().message;
  }
  std::filesystem::path file(const std::string& name) const { return folder_ / (name + ".safetensors"); }
  void pack(int bits) {
    const Status written = write_difference(file("tuned"), file("base"), file("packed"), bits);
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_TRUE(is_difference(file("packed")));
    EXPECT_FALSE(is_difference(file("base")) || is_difference(file("none")));
  }
  std::string why(const std::string& name) const {
    const auto read = read_weights(file(name));
    return read ? "accepted" : read.error().message;
  }
  /// Writes the packed file again with other metadata, or without some of a tensor's bytes.
  void rewrite(const Metadata& changes, std::size_t cut = 0) {
    const auto packed = SafetensorsFile::open(file("packed"));
    ASSERT_TRUE(packed);
    Tensors tensors = packed->tensors();
    for (const auto& [key, value] : changes) tensors.metadata[key] = value;
    for (TensorRecord& record : tensors.records) {
      if (cut == 0 || record.dtype != Dtype::u8) continue;
      record.bytes = record.bytes.first(record.bytes.size() - cut);
      record.shape = {static_cast<std::int64_t>(record.bytes.size())};
    }
    ASSERT_TRUE(write_safetensors(file("changed"), tensors.records, tensors.metadata));
  }

  FreshFolder folder_;
  std::vector<float> kernel_, moved_;
};

TEST(PackedLevels, ComeBackWhateverTheirWidth) {
  for (int bits = fewest_bits; bits <= most_bits; ++bits) {
    const int most = (1 << (bits - 1)) - 1;
    for (const std::size_t count : {0U, 1U, 7U, 8U, 1001U}) {
      std::vector<std::int8_t> levels(count);
      for (std::size_t i = 0; i < count; ++i)
        levels[i] = static_cast<std::int8_t>(
            static_cast<int>(i * 31 % static_cast<std::size_t>(2 * most + 1)) - most);
      const auto bytes = pack_levels(levels, bits);
      EXPECT_EQ(bytes.size(), (count * static_cast<std::size_t>(bits) + 7) / 8);
      EXPECT_EQ(unpack_levels(bytes, count, bits), levels) << bits;
    }
  }
}

TEST_F(Difference, MoreBitsComeCloserAndUnchangedTensorsCostNothing) {
  double before = 1e9;
  for (const int bits : {3, 5, 8}) {
    pack(bits);
    const auto read = read_weights(file("packed"));
    ASSERT_TRUE(read) << read.error().message;
    double error = 0;
    for (std::size_t i = 0; i < moved_.size(); ++i)
      error += std::pow(static_cast<double>(read->tensors.at("a.weight").values[i] - moved_[i]), 2);
    EXPECT_LT(error, before / 3) << bits;
    before = error;
    EXPECT_EQ(read->tensors.at("same.weight").values,
              read_weights(file("base"))->tensors.at("same.weight").values);
    EXPECT_EQ(read->tensors.at("a.bias").values, read_weights(file("tuned"))->tensors.at("a.bias").values);
    EXPECT_EQ(read->tensors.at("head.weight").shape, (std::vector<std::int64_t>{5, 8}));
    EXPECT_EQ(read->metadata.at("recipe"), "tuned");
  }
  EXPECT_FALSE(SafetensorsFile::open(file("packed"))->tensors().find("same.weight"));
  pack(4);
  EXPECT_LT(std::filesystem::file_size(file("packed")), channels * width / 2 + 4000);
}

TEST_F(Difference, OfTheBaseItselfNothingIsLeft) {
  ASSERT_TRUE(write_difference(file("base"), file("base"), file("packed"), 4));
  EXPECT_TRUE(SafetensorsFile::open(file("packed"))->tensors().records.empty());
  EXPECT_EQ(read_weights(file("packed"))->tensors.at("a.weight").values, kernel_);
}

TEST_F(Difference, ConvertMakesAWholeFileOfIt) {
  pack(6);
  ASSERT_TRUE(convert(file("packed"), file("whole"), Dtype::f32));
  std::filesystem::remove(file("base"));
  const auto whole = read_weights(file("whole"));
  ASSERT_TRUE(whole) << whole.error().message;
  EXPECT_FALSE(whole->metadata.contains("base"));
  EXPECT_EQ(whole->tensors.size(), 4U);
  EXPECT_THAT(why("packed"), HasSubstr("difference from another file"));
}

TEST_F(Difference, AnotherBaseIsNoticed) {
  pack(5);
  write("base", moved_, 3);
  EXPECT_THAT(why("packed"), HasSubstr("another version"));
}

TEST_F(Difference, WhatLiesIsRefused) {
  pack(5);
  rewrite({{"bits", "9"}});
  EXPECT_THAT(why("changed"), HasSubstr("number of bits"));
  rewrite({{"bits", "4"}});
  EXPECT_THAT(why("changed"), HasSubstr("length"));
  rewrite({}, 1);
  EXPECT_THAT(why("changed"), HasSubstr("length"));
  rewrite({{"base", "changed.safetensors"}});
  EXPECT_THAT(why("changed"), HasSubstr("not followed further"));
  rewrite({{"base", "nowhere.safetensors"}});
  EXPECT_THAT(why("changed"), HasSubstr("nowhere"));
  EXPECT_FALSE(write_difference(file("tuned"), file("base"), file("x"), 1));
  EXPECT_FALSE(write_difference(file("tuned"), file("base"), file("x"), 9));
  EXPECT_FALSE(write_difference(file("tuned"), file("none"), file("x"), 5));
}

}  // namespace
}  // namespace birddream::checkpoint
