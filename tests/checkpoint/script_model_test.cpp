#include "checkpoint/script_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/atomic_file.h"
#include "base/fresh_folder.h"

namespace birddream::checkpoint {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class ScriptDescription : public testing::Test {
 protected:
  ScriptDescription() { EXPECT_TRUE(write_file_atomically(folder_ / "my.pt", "a program")); }

  Result<ScriptModel> read(const std::string& text) {
    EXPECT_TRUE(write_file_atomically(folder_ / "my.json", text));
    return read_script_model(folder_ / "my.pt");
  }
  std::string reason(const std::string& text) {
    const auto model = read(text);
    return model ? "" : model.error().message;
  }
  std::string reason_with(const std::string& more) {
    return reason(R"({"classes": ["hen", "macaw"])" + more + "}");
  }

  FreshFolder folder_;
};

TEST_F(ScriptDescription, BecomesASeriesOfOneCheckpoint) {
  const auto model = read(R"({"classes": ["hen", "snowy owl"], "mean": [0.5, 0.25, 0], "std": [1, 2, 0.5],
                              "size": 224})");
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->series.name, "my");
  EXPECT_EQ(model->series.folder, folder_.path());
  EXPECT_EQ(model->series.architecture, script_architecture);
  ASSERT_EQ(model->series.checkpoints.size(), 1U);
  EXPECT_EQ(model->series.checkpoints[0].file, "my.pt");
  EXPECT_EQ(model->series.checkpoints[0].title, "my");
  ASSERT_EQ(model->series.classes.size(), 2U);
  EXPECT_EQ(model->series.classes[1].name, "snowy owl");
  EXPECT_TRUE(model->series.classes[1].bird);
  EXPECT_THAT(model->mean, ElementsAre(0.5, 0.25, 0));
  EXPECT_THAT(model->std, ElementsAre(1, 2, 0.5));
  EXPECT_EQ(model->size, 224);
}

TEST_F(ScriptDescription, ClassNamesAreEnough) {
  const auto model = read(R"({"classes": ["hen"]})");
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_THAT(model->mean, ElementsAre(0, 0, 0));
  EXPECT_THAT(model->std, ElementsAre(1, 1, 1));
  EXPECT_EQ(model->size, 0);
}

TEST_F(ScriptDescription, SaysWhichFileIsMissing) {
  EXPECT_THAT(read_script_model(folder_ / "my.pt").error().message,
              AllOf(HasSubstr("my.json"), HasSubstr("no such file"), HasSubstr("classes")));
  EXPECT_THAT(read_script_model(folder_ / "other.pt").error().message,
              AllOf(HasSubstr("other.pt"), HasSubstr("no such file")));
}

TEST_F(ScriptDescription, RefusesWhatItDoesNotUnderstand) {
  EXPECT_THAT(reason("{"), AllOf(HasSubstr("my.json"), HasSubstr("not valid JSON")));
  EXPECT_THAT(reason("[]"), HasSubstr("not an object"));
  EXPECT_THAT(reason("{}"), HasSubstr("\"classes\" is missing"));
  EXPECT_THAT(reason_with(R"(, "sdt": [1, 1, 1])"), AllOf(HasSubstr("'sdt'"), HasSubstr("mean, std, size")));
  EXPECT_EQ(reason_with(""), "");
}

TEST_F(ScriptDescription, RefusesClassListsThatNameNothing) {
  for (const char* list : {"[]", "5", "{}", R"("hen")"}) {
    EXPECT_THAT(reason(R"({"classes": )" + std::string(list) + "}"), HasSubstr("at least one entry")) << list;
  }
  for (const char* list : {"[5]", R"(["hen", null])", R"([" "])", R"(["a\nb"])"}) {
    EXPECT_THAT(reason(R"({"classes": )" + std::string(list) + "}"), HasSubstr("plain text")) << list;
  }
  EXPECT_THAT(reason(R"({"classes": ["snowy owl", "Snowy_Owl"]})"), HasSubstr("two classes are named"));
}

TEST_F(ScriptDescription, RefusesNumbersOutOfRange) {
  for (const char* list : {"[1, 1]", "[1, 1, 1, 1]", R"([1, 1, "1"])", "0.5", "[1, 1, 1e999]"}) {
    EXPECT_NE(reason_with(R"(, "mean": )" + std::string(list)), "") << list;
    EXPECT_NE(reason_with(R"(, "std": )" + std::string(list)), "") << list;
  }
  EXPECT_THAT(reason_with(R"(, "mean": [1, 1])"), HasSubstr("\"mean\" is not a list of 3 numbers"));
  EXPECT_THAT(reason_with(R"(, "std": [1, 0, 1])"), HasSubstr("not above 0"));
  EXPECT_THAT(reason_with(R"(, "std": [1, 1, -1])"), HasSubstr("not above 0"));
  for (const char* size : {"0", "7", "2049"})
    EXPECT_THAT(reason_with(R"(, "size": )" + std::string(size)), HasSubstr("8 to 2048")) << size;
  for (const char* size : {"-1", "32.5", R"("32")", "1e300"})
    EXPECT_THAT(reason_with(R"(, "size": )" + std::string(size)), HasSubstr("\"size\"")) << size;
}

TEST_F(ScriptDescription, TheFingerprintIsOfBothFiles) {
  ASSERT_TRUE(read(R"({"classes": ["hen"]})"));
  const std::string before = script_fingerprint(folder_ / "my.pt").value();
  EXPECT_EQ(script_fingerprint(folder_ / "my.pt").value(), before);
  ASSERT_TRUE(read(R"({"classes": ["hen"], "size": 64})"));
  const std::string described = script_fingerprint(folder_ / "my.pt").value();
  EXPECT_NE(described, before);
  ASSERT_TRUE(write_file_atomically(folder_ / "my.pt", "another program"));
  EXPECT_NE(script_fingerprint(folder_ / "my.pt").value(), described);
  EXPECT_FALSE(script_fingerprint(folder_ / "other.pt"));
}

}  // namespace
}  // namespace birddream::checkpoint
