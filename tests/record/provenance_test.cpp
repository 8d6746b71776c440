#include "record/provenance.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "recipe/params_json.h"

namespace birddream::record {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

Provenance example() {
  Provenance made;
  made.program_version = "0.1.0";
  made.params.targets[0].species = "flamingo";
  made.params.learning_rate = 0.07F;
  made.params.seed = 8'999'999'999'999'999U;
  made.params.width = 200;
  made.series = "ImageNet";
  made.checkpoint = "googlenet.safetensors";
  made.fingerprint = "0123456789abcdef";
  made.step = 96;
  made.device = "cpu";
  made.precision = "bfloat16";
  made.scale = 4;
  made.steered = true;
  made.steering = {{0, made.params, "first.safetensors", "00000000000000aa"},
                   {12, made.params, "googlenet.safetensors", "0123456789abcdef+00000000000000aa"}};
  made.steering.back().params.jitter = 3;
  made.steering.front().precision = "float32";
  made.steering.back().precision = made.precision;
  made.photos = {{"/photos/garden.jpg", "00000000000000bb"}};
  return made;
}

std::string refusal(const std::string& text) {
  const auto read = provenance_from_text(text);
  return read.ok() ? "accepted" : read.error().message;
}

std::string changed(const char* key, const json& value) {
  json object = json::parse(to_text(example()));
  object[key] = value;
  return object.dump();
}

TEST(Provenance, EverythingComesBack) {
  const Provenance made = example();
  const auto read = provenance_from_text(to_text(made));
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->program_version, made.program_version);
  EXPECT_EQ(read->params, made.params);
  EXPECT_EQ(read->series, made.series);
  EXPECT_EQ(read->checkpoint, made.checkpoint);
  EXPECT_EQ(read->fingerprint, made.fingerprint);
  EXPECT_EQ(read->step, made.step);
  EXPECT_EQ(read->device, made.device);
  EXPECT_EQ(read->precision, made.precision);
  EXPECT_EQ(read->scale, made.scale);
  EXPECT_EQ(read->steered, made.steered);
  EXPECT_EQ(read->steering, made.steering);
  EXPECT_EQ(read->photos, made.photos);
}

TEST(Provenance, OneOfAGpuComesBackToo) {
  Provenance made = example();
  made.device = "cuda";
  made.precision = "half";
  const auto read = provenance_from_text(to_text(made));
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->device, "cuda");
  EXPECT_EQ(read->precision, "half");
}

TEST(Provenance, SteeringThatNobodyWouldReadIsLeftOut) {
  Provenance made = example();
  for (int step = 13; step < 40000; ++step) {
    made.steering.push_back({step, made.params, "googlenet.safetensors"});
    made.steering.back().params.jitter = 1 + step % 9;
  }
  EXPECT_FALSE(keeps_steering(made));
  EXPECT_TRUE(keeps_steering(example()));
  const auto read = provenance_from_text(to_text(made));
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_TRUE(read->steering.empty());
  EXPECT_TRUE(read->steered);
  EXPECT_EQ(read->params, made.params);
}

TEST(Provenance, RefusesSteeringThatItCannotUse) {
  const auto with = [](const json& steering) { return refusal(changed("steering", steering)); };
  EXPECT_THAT(with(7), HasSubstr("\"steering\" is not an object"));
  EXPECT_THAT(with({{"changes", 3}}), HasSubstr("not a list"));
  EXPECT_THAT(with({{"changes", {1, 2}}}), HasSubstr("change 1 is not an object"));
  EXPECT_THAT(with({{"changes", {{{"step", 9}}, {{"step", 3}}}}}), HasSubstr("\"step\" must be"));
  EXPECT_THAT(with({{"params", {{"jitter", 1e9}}}}), HasSubstr("jitter"));
  EXPECT_THAT(with({{"checkpoint", "a\nb"}}), HasSubstr("control characters"));
  EXPECT_THAT(with({{"weights", "a\nb"}}), HasSubstr("control characters"));
}

TEST(Provenance, TheTextIsPlainAscii) {
  Provenance made = example();
  made.params.start_photo = "/photos/h\xC3\xA9ron \xFF.jpg";  // the last byte is not UTF-8
  const std::string text = to_text(made);
  for (const char c : text) EXPECT_TRUE(c >= 0x20 && c < 0x7f);
  EXPECT_TRUE(provenance_from_text(text).ok());
}

TEST(Provenance, AVersionOneTextOfTheFirstReleaseIsRead) {
  const auto read = provenance_from_text(
      R"({"format":"birddream picture","version":1,"params":{"version":1,"width":96,"height":64},"step":12})");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->params.width, 96);
  EXPECT_EQ(read->params.height, 64);
  EXPECT_EQ(read->step, 12);
  EXPECT_EQ(read->scale, 1);
  EXPECT_EQ(read->precision, "plain") << "all that there was";
}

TEST(Provenance, HostileTextsAreRefusedWithTheirReason) {
  EXPECT_THAT(refusal(""), HasSubstr("damaged"));
  EXPECT_THAT(refusal("{"), HasSubstr("damaged"));
  EXPECT_THAT(refusal("[]"), HasSubstr("another format"));
  EXPECT_THAT(refusal("{}"), HasSubstr("another format"));
  EXPECT_THAT(refusal(R"({"format":7})"), HasSubstr("another format"));
  EXPECT_THAT(refusal(std::string(2 << 20, ' ')), HasSubstr("1 MiB"));
  EXPECT_NE(refusal(std::string(500'000, '[')), "accepted");
  EXPECT_THAT(refusal(changed("version", 2)), HasSubstr("newer birddream"));
  EXPECT_THAT(refusal(changed("version", "1")), HasSubstr("version"));
  EXPECT_THAT(refusal(changed("version", nullptr)), HasSubstr("version"));
  EXPECT_THAT(refusal(changed("step", -1)), HasSubstr("step"));
  EXPECT_THAT(refusal(changed("step", 1e300)), HasSubstr("step"));
  EXPECT_THAT(refusal(changed("step", 18446744073709551615U)), HasSubstr("step"));
  EXPECT_THAT(refusal(changed("scale", 0)), HasSubstr("scale"));
  EXPECT_THAT(refusal(changed("scale", 1'000'000)), HasSubstr("scale"));
  EXPECT_THAT(refusal(changed("steered", 1)), HasSubstr("steered"));
  EXPECT_THAT(refusal(changed("device", "tpu")), HasSubstr("device"));
  EXPECT_THAT(refusal(changed("precision", "int4")),
              HasSubstr("\"precision\" must be plain, float32, bfloat16 or half"));
  EXPECT_THAT(refusal(changed("series", 5)), HasSubstr("series"));
  EXPECT_THAT(refusal(changed("series", "a\x1b[2Jb")), HasSubstr("control characters"));
  EXPECT_THAT(refusal(changed("series", std::string(100'000, 'x'))), HasSubstr("too long"));
  EXPECT_THAT(refusal(changed("photos", 5)), HasSubstr("\"photos\" is not an object"));
  EXPECT_THAT(refusal(changed("photos", {{"a", 5}})), HasSubstr("not a text"));
  EXPECT_THAT(refusal(changed("photos", {{"a\x1b", "b"}})), HasSubstr("control characters"));
  EXPECT_NE(refusal(changed("params", 5)), "accepted");
  EXPECT_NE(refusal(changed("params", json{{"width", 1'000'000}})), "accepted");
  json object = json::parse(to_text(example()));
  object.erase("params");
  EXPECT_THAT(refusal(object.dump()), HasSubstr("missing"));
}

TEST(Provenance, EveryTruncationIsRefused) {
  const std::string text = to_text(example());
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_FALSE(provenance_from_text(std::string_view(text).substr(0, length)).ok()) << length;
  }
}

}  // namespace
}  // namespace birddream::record
