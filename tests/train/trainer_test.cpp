#include "train/trainer.h"

#include "train/run_state.h"
#include "train/trainer_fixture.h"

namespace birddream::train {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

TEST_F(Trainer, WritesASeriesThatTellsHowItCameToBe) {
  TrainJob wanted = job("run");
  wanted.params.moments = {0, 0.5};
  wanted.split = data::split_by_share(wanted.photos, 0.25, 1);
  wanted.params.epochs = 2;
  int lines = 0;
  const auto end =
      run(wanted, {.line = [&](const checkpoint::LogLine&) { ++lines; }, .checkpoint = [](const auto&) {}});
  ASSERT_TRUE(end) << end.error().message;
  EXPECT_TRUE(end->finished);
  EXPECT_EQ(end->step, 6);
  const auto series = checkpoint::load_series(out_ / "run");
  ASSERT_TRUE(series) << series.error().message;
  ASSERT_EQ(series->checkpoints.size(), 3U);
  EXPECT_EQ(series->checkpoints[0].epoch, 0);
  EXPECT_EQ(series->checkpoints[2].photos_seen, 12);
  EXPECT_EQ(series->checkpoints[2].parent, net::shipped_weights().fingerprint);
  EXPECT_THAT(series->checkpoints[2].recipe, HasSubstr("lr=0.005"));
  for (const auto& info : series->checkpoints) {
    EXPECT_TRUE(info.metrics.contains("top1"));
    const auto weights = net::load_weights(out_ / "run" / info.file);
    ASSERT_TRUE(weights) << weights.error().message;
    EXPECT_TRUE(net::make_network("googlenet", weights->tensors, at::kCPU));
  }
  EXPECT_EQ(lines, 1);
  EXPECT_THAT(content(checkpoint::log_file(out_ / "run")), HasSubstr("\"step\":6"));
}

TEST_F(Trainer, SaysWhichMomentGetsNoCheckpoint) {
  TrainJob wanted = job("run");
  wanted.params.epochs = 0.25;  // one step
  wanted.params.moments = {0, 0.01};
  testing::internal::CaptureStderr();
  const auto end = run(wanted);
  const std::string said = testing::internal::GetCapturedStderr();
  ASSERT_TRUE(end) << end.error().message;
  EXPECT_THAT(said, HasSubstr("checkpoint at epoch 0: that is the same step as epoch 0.01"));
  EXPECT_EQ(checkpoint::load_series(out_ / "run")->checkpoints.size(), 2U);
}

TEST_F(Trainer, LearnsWhatIsEasy) {
  TrainJob easy = job("run");
  easy.params.epochs = 6;
  easy.params.batch = 4;
  easy.split.held_out = easy.split.train;
  ASSERT_TRUE(run(easy));
  EXPECT_EQ(checkpoint::load_series(out_ / "run")->checkpoints.back().metrics.at("top1"), 1.0);
}

TEST_F(Trainer, AnAttackOfSeveralStepsIsCarriedOut) {
  for (const int steps : {1, 3}) {
    TrainJob robust = job(std::to_string(steps));
    robust.params.epochs = 0.5;
    robust.params.attack = {.eps = 0.5, .steps = steps};
    const auto end = run(robust);
    ASSERT_TRUE(end) << end.error().message;
    const auto info = checkpoint::load_series(robust.series.folder)->checkpoints.back();
    EXPECT_EQ(info.file, "robust-0.5.safetensors");
    EXPECT_THAT(info.recipe, HasSubstr("attack=0.5/" + std::to_string(steps)));
  }
  EXPECT_FALSE(content(out_ / "1/robust-0.5.safetensors") == content(out_ / "3/robust-0.5.safetensors"));
}

TEST_F(Trainer, WeightsThatAreNoNumbersAreNeverWritten) {
  TrainJob breaks = job("run");
  breaks.params.epochs = 0.25;  // one step, whose loss is finite and whose update is not
  breaks.params.average = 0;
  breaks.params.mixup = 0;
  breaks.params.schedule = Schedule::constant;
  breaks.params.learning_rate = 10;
  breaks.params.head_factor = 1000;
  breaks.params.weight_decay = 1;
  breaks.start["loss3.classifier.weight"].mul_(1e37);
  const auto end = run(breaks);
  ASSERT_FALSE(end);
  EXPECT_THAT(end.error().message, HasSubstr("network holds no finite number"));
  EXPECT_FALSE(fs::exists(out_ / "run" / checkpoint::series_file));
  EXPECT_TRUE(load_state(out_ / "run")) << "of the start";
}

TEST_F(Trainer, HeadOnlyLeavesTheTrunkAlone) {
  TrainJob head = job("run");
  head.params.mode = Mode::head;
  head.params.epochs = 0.5;
  ASSERT_TRUE(run(head));
  const auto series = checkpoint::load_series(out_ / "run").value();
  EXPECT_EQ(series.checkpoints.back().mode, "head");
  const auto after = net::load_weights(out_ / "run" / series.checkpoints.back().file).value();
  for (const auto& [name, tensor] : head.start)
    EXPECT_EQ(at::equal(tensor, after.tensors.at(name)), !name.starts_with("loss3")) << name;
}

TEST_F(Trainer, ATeacherIsFollowed) {
  TrainJob teacher = job("teacher");
  teacher.params.epochs = 0.25;
  ASSERT_TRUE(run(teacher));
  const std::string file = (out_ / "teacher" / "full-0.25.safetensors").string();
  TrainJob alone = job("alone"), taught = job("taught");
  alone.params.epochs = taught.params.epochs = 0.25;
  taught.params.distillation.teachers = {file};
  ASSERT_TRUE(run(alone));
  const auto end = run(taught);
  ASSERT_TRUE(end) << end.error().message;
  EXPECT_NE(content(out_ / "alone" / "full-0.25.safetensors"),
            content(out_ / "taught" / "full-0.25.safetensors"));
  taught = job("missing");
  taught.params.distillation.teachers = {"missing.safetensors"};
  EXPECT_FALSE(run(taught));
}

TEST_F(Trainer, APriorInTheLossChangesWhatIsLearnt) {
  // As many photos of each class would add nothing; without one of the last class there is something.
  TrainJob without = job("without"), with = job("with");
  for (TrainJob* one : {&without, &with}) {
    one->params.epochs = 0.25;
    one->split.train.pop_back();
  }
  with.params.prior = 1;
  ASSERT_TRUE(run(without));
  ASSERT_TRUE(run(with));
  const auto bias = [&](const char* folder) {
    const std::string file = checkpoint::load_series(out_ / folder)->checkpoints.back().file;
    return net::load_weights(out_ / folder / file).value().tensors.at("loss3.classifier.bias");
  };
  EXPECT_FALSE(at::equal(bias("without"), bias("with")));
}

TEST_F(Trainer, RefusesWhatCannotWork) {
  const auto why = [&](const TrainJob& job) {
    const auto end = run(job);
    return end ? std::string("accepted") : end.error().message;
  };
  TrainJob nonsense = job("a");
  nonsense.params.batch = 0;
  EXPECT_THAT(why(nonsense), HasSubstr("batch"));
  TrainJob nothing = job("b");
  nothing.split.train.clear();
  EXPECT_THAT(why(nothing), HasSubstr("no photos left"));
  TrainJob foreign = job("c");
  foreign.start.erase("conv1.7x7_s2.weight");
  EXPECT_THAT(why(foreign), HasSubstr("conv1.7x7_s2.weight"));
  TrainJob first = job("d");
  first.params.epochs = 0.25;
  ASSERT_TRUE(run(first));
  first.resume = true;
  first.params.learning_rate = 0.001;
  EXPECT_THAT(why(first), HasSubstr("another run"));
  std::ofstream(state_file(out_ / "d"), std::ios::trunc) << "torn";
  EXPECT_THAT(why(first), HasSubstr("resume.safetensors"));
  TrainJob unnameable = job("f");
  unnameable.series.name = "a\nb";
  EXPECT_THAT(why(unnameable), HasSubstr("no series could be written"));
  TrainJob single = job("g");
  single.series.architecture = "inception_v4";
  single.start = net::random_weights("inception_v4", 2, 1).value();
  single.params.side = 80;
  single.params.batch = 1;
  EXPECT_THAT(why(single), HasSubstr("a batch of one"));
  TrainJob blocked = job("e");
  std::ofstream(out_ / "e") << "a file where the folder should be";
  EXPECT_THAT(why(blocked), HasSubstr("cannot be made"));
}

TEST_F(Trainer, ALossThatIsNoNumberEndsItWithAHint) {
  TrainJob wild = job("run");
  wild.params.learning_rate = 10;
  wild.params.head_factor = 1000;
  const auto end = run(wild);
  ASSERT_FALSE(end);
  EXPECT_THAT(end.error().message, HasSubstr("lower learning rate"));
}

}  // namespace
}  // namespace birddream::train
