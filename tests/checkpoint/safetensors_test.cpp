#include "checkpoint/safetensors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cstring>

#include "base/atomic_file.h"
#include "base/fresh_folder.h"
#include "checkpoint/raw_safetensors.h"

namespace birddream::checkpoint {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::string reason(const std::string& content) {
  const auto read = parse_safetensors(as_bytes(content), "w.safetensors");
  return read ? "" : read.error().message;
}

std::string reason_of(const std::string& header, std::size_t data_bytes) {
  return reason(raw_safetensors(header, data_bytes));
}

std::string one(const std::string& properties, std::size_t data_bytes = 8) {
  return reason_of(R"({"conv":{)" + properties + "}}", data_bytes);
}

TEST(Safetensors, ReadsASoundFile) {
  const std::string file =
      raw_safetensors(R"({"__metadata__":{"arch":"x"},"b":{"dtype":"F32","shape":[2],"data_offsets":[6,14]},)"
                      R"("a":{"dtype":"I8","shape":[2,3],"data_offsets":[0,6]}}   )",
                      14);
  const auto read = parse_safetensors(as_bytes(file), "x");
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->records.size(), 2U);
  EXPECT_EQ(read->records[0].name, "a");
  EXPECT_EQ(read->records[0].dtype, Dtype::i8);
  EXPECT_THAT(read->records[0].shape, ElementsAre(2, 3));
  EXPECT_EQ(read->find("b")->bytes.size(), 8U);
  EXPECT_EQ(read->find("b")->bytes.data(), as_bytes(file).data() + file.size() - 8);
  EXPECT_EQ(read->find("c"), nullptr);
  EXPECT_EQ(read->metadata.at("arch"), "x");
}

TEST(Safetensors, NoTensorsAtAllIsSound) {
  EXPECT_EQ(reason_of("{}", 0), "");
}

TEST(Safetensors, RefusesATruncatedFileAtEveryLength) {
  const std::string whole =
      raw_safetensors(R"({"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}})", 16);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_THAT(reason(whole.substr(0, length)), HasSubstr("w.safetensors: ")) << length;
  }
  EXPECT_EQ(reason(whole), "");
}

TEST(Safetensors, RefusesLiesAboutTheHeader) {
  EXPECT_THAT(reason("1234567"), HasSubstr("7 bytes"));
  EXPECT_THAT(reason(std::string(8, '\xff') + "{}"), HasSubstr("100 MB"));
  EXPECT_THAT(reason(raw_safetensors("{}", 0).replace(0, 1, "\x09")), HasSubstr("truncated"));
  EXPECT_THAT(reason_of("", 0), HasSubstr("not a JSON object"));
  EXPECT_THAT(reason_of("[]", 0), HasSubstr("not a JSON object"));
  EXPECT_THAT(reason_of("\xef\xbb\xbf{}", 0), HasSubstr("not a JSON object"));
  EXPECT_THAT(reason_of("{", 0), HasSubstr("not valid JSON"));
  EXPECT_THAT(reason_of("{}{}", 0), HasSubstr("not valid JSON"));
  EXPECT_THAT(reason_of(std::string("{}\0garbage", 10), 0), HasSubstr("zero bytes"));
  EXPECT_THAT(reason_of("{\"\xff\":1}", 0), HasSubstr("not valid JSON"));  // not UTF-8
}

TEST(Safetensors, RefusesDeepNestingWithoutUsingStack) {
  std::string deep = R"({"a":{"shape":)";
  deep.append(10'000'000, '[');
  EXPECT_THAT(reason_of(deep, 0), HasSubstr("may not"));
  EXPECT_THAT(reason_of(R"({"a":{"shape":{}}})", 0), HasSubstr("an object"));
  EXPECT_THAT(reason_of(R"({"__metadata__":{"k":["v"]}})", 0), HasSubstr("the metadata holds a list"));
}

TEST(Safetensors, RefusesWhatIsNotATensorDescription) {
  EXPECT_THAT(reason_of(R"({"a":5})", 0), HasSubstr("'a' holds a number"));
  EXPECT_THAT(reason_of(R"({"a":null})", 0), HasSubstr("'a' holds null"));
  EXPECT_THAT(one(R"("dtype":"F32","shape":[2])"), HasSubstr("'conv' has no data_offsets"));
  EXPECT_THAT(one(R"("shape":[2],"data_offsets":[0,8])"), HasSubstr("has no dtype"));
  EXPECT_THAT(one(R"("dtype":"F32","data_offsets":[0,8])"), HasSubstr("has no shape"));
  EXPECT_THAT(one(R"("dtype":32,"shape":[2],"data_offsets":[0,8])"), HasSubstr("holds a number"));
  EXPECT_THAT(one(R"("dtype":"F32","shape":"2","data_offsets":[0,8])"), HasSubstr("holds a text"));
  EXPECT_THAT(one(R"("dtype":"F32","shape":[2],"data_offsets":[0])"), HasSubstr("two data_offsets"));
  EXPECT_THAT(one(R"("dtype":"F32","shape":[2],"data_offsets":[0,8,8])"), HasSubstr("more than two"));
  EXPECT_THAT(one(R"("dtype":"F32","shape":[2],"data_offsets":[0,8],"strides":[1])"),
              HasSubstr("unknown property 'strides'"));
  EXPECT_THAT(one(R"("dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8])"),
              HasSubstr("more than 8 dimensions"));
  EXPECT_THAT(reason_of(R"({"":{"dtype":"I8","shape":[2],"data_offsets":[0,2]}})", 2), HasSubstr("no name"));
}

TEST(Safetensors, RefusesOtherElementTypesByName) {
  EXPECT_THAT(one(R"("dtype":"F64","shape":[1],"data_offsets":[0,8])"),
              AllOf(HasSubstr("'conv'"), HasSubstr("'F64'"), HasSubstr("F32, F16, BF16 and I8")));
}

TEST(Safetensors, RefusesBrokenNumbers) {
  EXPECT_THAT(one(R"("dtype":"F32","shape":[-2],"data_offsets":[0,8])"), HasSubstr("negative"));
  EXPECT_THAT(one(R"("dtype":"F32","shape":[2.0],"data_offsets":[0,8])"), HasSubstr("not whole"));
  EXPECT_THAT(one(R"("dtype":"F32","shape":[1e400],"data_offsets":[0,8])"), HasSubstr("not valid JSON"));
  EXPECT_THAT(one(R"("dtype":"F32","shape":[18446744073709551615],"data_offsets":[0,8])"),
              HasSubstr("too large to be true"));
  // 2^62 x 4 bytes wraps around to zero, 2^33 x 2^33 to a small number; a zero hides neither.
  EXPECT_THAT(one(R"("dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0])", 0),
              HasSubstr("too large to be true"));
  EXPECT_THAT(one(R"("dtype":"I8","shape":[8589934592,8589934592],"data_offsets":[0,8])"),
              HasSubstr("too large to be true"));
  EXPECT_THAT(one(R"("dtype":"I8","shape":[8589934592,0,8589934592],"data_offsets":[0,0])", 0),
              HasSubstr("too large to be true"));
}

TEST(Safetensors, RefusesPositionsOutsideTheData) {
  EXPECT_THAT(one(R"("dtype":"F32","shape":[3],"data_offsets":[0,12])"), HasSubstr("has 8 bytes of data"));
  EXPECT_THAT(one(R"("dtype":"F32","shape":[2],"data_offsets":[8,0])"), HasSubstr("'conv' lies at"));
  EXPECT_THAT(one(R"("dtype":"F32","shape":[2],"data_offsets":[18446744073709551608,0])"),
              HasSubstr("lies at"));
  EXPECT_THAT(one(R"("dtype":"F32","shape":[1],"data_offsets":[0,8])"),
              HasSubstr("takes 4 bytes, but occupies 8"));
}

TEST(Safetensors, RefusesOverlapsHolesAndLeftovers) {
  const auto two = [](const std::string& first, const std::string& second) {
    return reason_of(R"({"a":{"dtype":"I8","shape":[4],"data_offsets":)" + first +
                         R"(},"b":{"dtype":"I8","shape":[4],"data_offsets":)" + second + "}}",
                     8);
  };
  EXPECT_EQ(two("[0,4]", "[4,8]"), "");
  EXPECT_EQ(two("[4,8]", "[0,4]"), "");
  EXPECT_THAT(two("[0,4]", "[3,7]"), HasSubstr("'b' overlaps"));
  EXPECT_THAT(two("[0,4]", "[0,4]"), HasSubstr("overlaps"));
  EXPECT_THAT(reason_of(R"({"a":{"dtype":"I8","shape":[4],"data_offsets":[1,5]}})", 5),
              HasSubstr("hole of 1 bytes before tensor 'a'"));
  EXPECT_THAT(reason_of(R"({"a":{"dtype":"I8","shape":[4],"data_offsets":[0,4]}})", 7),
              HasSubstr("3 bytes at the end belong to no tensor"));
  EXPECT_THAT(reason_of("{}", 1), HasSubstr("1 bytes at the end"));
}

TEST(Safetensors, RefusesRepeatedKeys) {
  const std::string tensor = R"({"dtype":"I8","shape":[0],"data_offsets":[0,0]})";
  EXPECT_THAT(reason_of(R"({"a":)" + tensor + R"(,"a":)" + tensor + "}", 0), HasSubstr("'a' occurs twice"));
  EXPECT_THAT(reason_of(R"({"__metadata__":{},"__metadata__":{}})", 0), HasSubstr("occurs twice"));
  EXPECT_THAT(reason_of(R"({"__metadata__":{"k":"1","k":"2"}})", 0), HasSubstr("'k' twice"));
  EXPECT_THAT(one(R"("dtype":"I8","dtype":"F32")"), HasSubstr("says 'dtype' twice"));
}

TEST(Safetensors, AHostileNameCannotSteerTheTerminal) {
  const std::string why = reason_of(R"({"\u001b[2J)" + std::string(5000, 'x') + R"(":5})", 0);
  EXPECT_EQ(why.find('\x1b'), std::string::npos);
  EXPECT_LT(why.size(), 300U);
}

TEST(SafetensorsFile, NamesTheFileWhenItIsMissing) {
  const FreshFolder folder;
  const auto file = SafetensorsFile::open(folder / "none.safetensors");
  ASSERT_FALSE(file);
  EXPECT_THAT(file.error().message, HasSubstr("none.safetensors"));
}

TEST(SafetensorsFile, RecordsStayValidWhenMoved) {
  const FreshFolder folder;
  ASSERT_TRUE(write_file_atomically(
      folder / "x", raw_safetensors(R"({"a":{"dtype":"I8","shape":[3],"data_offsets":[0,3]}})", 3)));
  auto opened = SafetensorsFile::open(folder / "x");
  ASSERT_TRUE(opened);
  const SafetensorsFile moved = std::move(opened).value();
  const auto bytes = moved.tensors().records[0].bytes;
  EXPECT_EQ(bytes.data() + bytes.size(), moved.bytes().data() + moved.bytes().size());
}

class WriteSafetensors : public testing::Test {
 protected:
  std::string content() const { return read_file(file_, 1 << 20).value(); }

  FreshFolder folder_;
  std::filesystem::path file_ = folder_ / "w.safetensors";
  std::array<float, 3> floats_ = {1, -2, 0.5};
  std::array<std::int8_t, 5> levels_ = {1, 2, 3, -4, -127};
  TensorRecord eight_bit_{"a", Dtype::i8, {5}, std::as_bytes(std::span(levels_))};
  TensorRecord full_{"b", Dtype::f32, {3, 1}, std::as_bytes(std::span(floats_))};
};

TEST_F(WriteSafetensors, RoundTrip) {
  ASSERT_TRUE(write_safetensors(file_, std::vector{eight_bit_, full_}, {{"arch", "x"}, {"ü", "\"quoted\""}}));
  const auto read = SafetensorsFile::open(file_);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->tensors().metadata.at("ü"), "\"quoted\"");
  const auto* full = read->tensors().find("b");
  ASSERT_NE(full, nullptr);
  EXPECT_THAT(full->shape, ElementsAre(3, 1));
  EXPECT_EQ(std::memcmp(full->bytes.data(), floats_.data(), sizeof floats_), 0);
  EXPECT_EQ(std::memcmp(read->tensors().find("a")->bytes.data(), levels_.data(), sizeof levels_), 0);
  EXPECT_EQ((full->bytes.data() - read->bytes().data()) % 4, 0) << "aligned though the 8-bit tensor is odd";
}

TEST_F(WriteSafetensors, EqualInputGivesEqualBytesInAnyOrder) {
  ASSERT_TRUE(write_safetensors(file_, std::vector{eight_bit_, full_}, {{"arch", "x"}}));
  const std::string first = content();
  ASSERT_TRUE(write_safetensors(file_, std::vector{full_, eight_bit_}, {{"arch", "x"}}));
  EXPECT_EQ(content(), first);
}

TEST_F(WriteSafetensors, RefusesWhatItCouldNotReadAgainAndKeepsTheOldFile) {
  ASSERT_TRUE(write_safetensors(file_, std::vector{full_}, {}));
  const std::string before = content();
  const auto why = [&](const std::vector<TensorRecord>& records, const Metadata& metadata = {}) {
    const Status written = write_safetensors(file_, records, metadata);
    return written ? std::string() : written.error().message;
  };
  EXPECT_THAT(why({full_, full_}), HasSubstr("'b' occurs twice"));
  TensorRecord wrong = full_;
  wrong.shape = {4};
  EXPECT_THAT(why({wrong}), HasSubstr("do not fit its shape"));
  wrong = full_;
  wrong.name = "";
  EXPECT_THAT(why({wrong}), HasSubstr("no name"));
  wrong.name = "__metadata__";
  EXPECT_THAT(why({wrong}), HasSubstr("keeps for itself"));
  wrong.name = "\xff";
  EXPECT_THAT(why({wrong}), HasSubstr("UTF-8"));
  EXPECT_THAT(why({full_}, {{"k", "\xff"}}), HasSubstr("UTF-8"));
  EXPECT_EQ(content(), before);
}

TEST_F(WriteSafetensors, SaysWhenTheFolderIsMissing) {
  const Status written = write_safetensors(folder_ / "no" / "w.safetensors", std::vector{full_}, {});
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().message, HasSubstr("does not exist"));
}

}  // namespace
}  // namespace birddream::checkpoint
