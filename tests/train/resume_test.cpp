#include "train/trainer_fixture.h"

namespace birddream::train {
namespace {

using testing::HasSubstr;

TEST_F(Trainer, AResumedRunEqualsAnUninterruptedOne) {
  for (const std::string tag : {"plain", "robust", "adamw"}) {
    TrainJob whole = job(tag + "_whole");
    if (tag == "robust") whole.params.attack.eps = 0.5;
    if (tag == "adamw") whole.params.optimiser = Optimiser::adamw;
    whole.params.moments = {0.75};
    ASSERT_TRUE(run(whole));
    TrainJob parts = job(tag + "_parts");
    parts.params = whole.params;
    const TrainEnd first = run_until_first_moment(parts);
    EXPECT_FALSE(first.finished);
    EXPECT_EQ(first.step, 3);
    parts.resume = true;
    parts.series = checkpoint::load_series(parts.series.folder).value();
    const auto rest = run(parts);
    ASSERT_TRUE(rest) << rest.error().message;
    EXPECT_TRUE(rest->finished);
    const std::string file = checkpoint::load_series(out_ / (tag + "_parts"))->checkpoints.back().file;
    EXPECT_EQ(content(out_ / (tag + "_whole") / file), content(out_ / (tag + "_parts") / file)) << tag;
  }
}

TEST_F(Trainer, AFinishedRunIsLeftAsItIs) {
  TrainJob whole = job("whole");
  whole.params.epochs = 0.25;
  ASSERT_TRUE(run(whole));
  const auto series = checkpoint::load_series(out_ / "whole").value();
  const std::filesystem::path last = out_ / "whole" / series.checkpoints.back().file;
  std::ofstream(last, std::ios::app) << "its own";
  const std::string before = content(last);
  whole.resume = true;
  whole.series = series;
  const auto again = run(whole);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_TRUE(again->finished);
  EXPECT_EQ(again->step, 1);
  EXPECT_TRUE(content(last) == before) << "others may have begun at it";
  std::filesystem::remove(last);
  ASSERT_TRUE(run(whole));
  EXPECT_TRUE(net::load_weights(last)) << "what is missing is made again";
}

// What BatchNorm has seen so far is part of the state.
TEST_F(Trainer, AResumedRunOfANetworkWithBatchNormEqualsAnUninterruptedOne) {
  const auto inception = [&](const std::string& folder) {
    TrainJob job = this->job(folder);
    job.series.architecture = "inception_v4";
    job.start = net::random_weights("inception_v4", 2, 1).value();
    job.params.side = 80;
    job.params.epochs = 0.5;
    job.params.moments = {0.25};
    job.params.average = job.params.momentum = 0;  // smaller files
    return job;
  };
  ASSERT_TRUE(run(inception("whole")));
  TrainJob parts = inception("parts");
  EXPECT_EQ(run_until_first_moment(parts).step, 1);
  parts.resume = true;
  parts.series = checkpoint::load_series(parts.series.folder).value();
  const auto rest = run(parts);
  ASSERT_TRUE(rest) << rest.error().message;
  for (const char* file : {"full-0.25.safetensors", "full-0.5.safetensors"})
    EXPECT_TRUE(content(out_ / "whole" / file) == content(out_ / "parts" / file)) << file;
}

TEST_F(Trainer, AnotherTeacherOrOtherPhotosAreAnotherRun) {
  std::vector<std::string> teachers;
  for (const double epochs : {0.25, 0.5}) {
    TrainJob teacher = job("teacher" + std::to_string(teachers.size()));
    teacher.params.epochs = epochs;
    teacher.params.average = 0;
    ASSERT_TRUE(run(teacher));
    teachers.push_back(teacher.series.folder /
                       checkpoint::load_series(teacher.series.folder)->checkpoints[0].file);
  }
  TrainJob taught = job("taught");
  taught.params.moments = {0};
  taught.params.epochs = 0.25;
  taught.params.distillation.teachers = {teachers[0]};
  taught.split = data::split_by_share(taught.photos, 0.25, 1);
  taught.params.epochs = 0.5;
  ASSERT_FALSE(run_until_first_moment(taught).finished);
  EXPECT_THAT(checkpoint::load_series(taught.series.folder)->checkpoints[0].recipe, HasSubstr(" teachers="));
  taught.resume = true;
  TrainJob other = taught;
  other.params.distillation.teachers = {teachers[1]};
  EXPECT_THAT(run(other).error().message, HasSubstr("another run"));
  other = taught;
  std::swap(other.split.train[0], other.split.held_out[0]);
  EXPECT_THAT(run(other).error().message, HasSubstr("another run"));
  EXPECT_TRUE(run(taught));
}

}  // namespace
}  // namespace birddream::train
