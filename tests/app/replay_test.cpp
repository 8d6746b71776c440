#include "app/replay.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <thread>
#include <vector>

#include "checkpoint/place.h"
#include "dream/network_stepper.h"
#include "engine/engine.h"

namespace birddream::app {
namespace {

using checkpoint::Place;
using checkpoint::place_at;

checkpoint::Series shipped() {
  return checkpoint::load_series(BIRDDREAM_SOURCE_DIR "/assets/birds").value();
}

record::Session session_of(const checkpoint::Series& series, const engine::Timeline& timeline, int steps) {
  record::Session session;
  session.series = series.name;
  session.steps = steps;
  for (const engine::Change& change : timeline.changes())
    session.changes.push_back({change.step, change.params, checkpoint::to_text(series, change.checkpoint),
                               change.weights, change.precision});
  return session;
}

std::vector<float> pixels_of(const image::PlanarView& view) {
  return {view.data, view.data + view.floats()};
}

/// A dream in the engine whose parameters and checkpoint are changed while it grows.
class SteeredDream : public testing::Test {
 protected:
  /// One small bird for so many steps, under that checkpoint.
  engine::Request dream_of(int steps, int checkpoint) const {
    engine::Request request;
    request.params.width = request.params.height = 64;
    request.params.steps = steps;
    request.params.targets = {{recipe::ObjectiveKind::class_logit, series_.classes[5].name, "", 0, 1.0F}};
    request.checkpoint = place_at(checkpoint);
    return request;
  }
  void wait_for_step(int step) {
    for (int tries = 0; tries < 60'000 && (!frame_ || frame_->report.step < step); ++tries) {
      if (auto newer = engine_.take_frame()) frame_ = newer;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ASSERT_TRUE(frame_ && frame_->report.step >= step);
  }

  /// Until it is obeyed.
  void submit_and_wait(const engine::Request& request) {
    const std::uint64_t generation = engine_.submit(request);
    for (int tries = 0; tries < 60'000 && (!frame_ || frame_->generation < generation); ++tries) {
      if (auto newer = engine_.take_frame()) frame_ = newer;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ASSERT_TRUE(frame_ && frame_->generation >= generation);
    ASSERT_NE(frame_->phase, engine::Phase::failed) << frame_->message;
  }

  /// Through a session file's text, on a stepper of its own.
  void expect_the_same_again(std::size_t least_changes) {
    const auto session = record::session_from_text(
        record::to_text(session_of(series_, engine_.timeline(), frame_->report.step)));
    ASSERT_TRUE(session) << session.error().message;
    EXPECT_GE(session->changes.size(), least_changes);
    auto stepper = dream::network_stepper(series_, "cpu")();
    ASSERT_TRUE(stepper);
    testing::internal::CaptureStderr();
    const Status replayed =
        replay(**stepper, series_, *session, session->steps, "auto", [](int) { return Status(); });
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "") << "the same weights";
    ASSERT_TRUE(replayed) << replayed.error().message;
    EXPECT_EQ(pixels_of((*stepper)->picture()), pixels_of(frame_->picture));
  }

  checkpoint::Series series_ = shipped();
  engine::Engine engine_{series_, dream::network_stepper(series_, "cpu")};
  std::shared_ptr<const engine::Frame> frame_;
};

TEST_F(SteeredDream, IsDreamtAgainBitForBit) {
  engine::Request request = dream_of(18, 1);
  submit_and_wait(request);
  wait_for_step(3);
  request.params.jitter = 20;
  submit_and_wait(request);
  wait_for_step(6);
  request.checkpoint = {1, 2, 0.5F};
  submit_and_wait(request);
  wait_for_step(9);
  request.params.learning_rate *= 2;
  request.checkpoint = place_at(2);
  submit_and_wait(request);
  wait_for_step(18);
  expect_the_same_again(4);
}

TEST_F(SteeredDream, AlsoByItsObjectivesHeadsAndLanes) {
  engine::Request request = dream_of(40, 2);
  submit_and_wait(request);
  const auto then = [&](int step, const auto& change) {
    wait_for_step(step);
    change();
    submit_and_wait(request);
  };
  auto& targets = request.params.targets;
  then(3, [&] {
    targets.push_back({recipe::ObjectiveKind::class_logit, series_.classes[9].name, "", 0, 0.5F});
  });
  then(7, [&] { targets[1].weight = -0.5F; });
  then(10, [&] { targets[1] = {recipe::ObjectiveKind::channel, "", "inception_4c", 11, 0.3F}; });
  then(14, [&] { targets.pop_back(); });
  then(17, [&] { request.checkpoint = {2, 2, 0, 6}; });
  then(20, [&] { request.checkpoint = {2, 3, 0.25F, 6}; });
  then(23, [&] { request.checkpoint = place_at(7); });
  then(26, [&] { request.params.optimiser = recipe::Optimiser::sgd; });
  then(29, [&] { request.endless = true; });
  then(33, [&] { request.endless = false; });
  wait_for_step(40);
  expect_the_same_again(9);
}

TEST_F(SteeredDream, AlsoWhereItIsStoredOtherwiseAndBackWhileItRests) {
  engine::Request request = dream_of(12, 1);
  request.run = false;
  submit_and_wait(request);  // before its first step
  request.params.spectrum_decay = 1.3F;
  submit_and_wait(request);
  request.params.parametrisation = recipe::Parametrisation::pixel;
  submit_and_wait(request);
  request.params.parametrisation = recipe::Parametrisation::fourier;
  submit_and_wait(request);
  request.params.steps = 6;
  request.run = true;
  submit_and_wait(request);
  wait_for_step(6);
  request.params.parametrisation = recipe::Parametrisation::pixel;
  submit_and_wait(request);
  request.params.parametrisation = recipe::Parametrisation::fourier;
  submit_and_wait(request);
  request.params.steps = 12;
  submit_and_wait(request);
  wait_for_step(12);
  request.params.contrast = 1.5F;  // seen at once
  submit_and_wait(request);
  expect_the_same_again(7);
}

TEST_F(SteeredDream, AlsoInEachPrecision) {
  engine::Request request = dream_of(24, 1);
  request.precision = "bfloat16";
  submit_and_wait(request);
  EXPECT_EQ(frame_->info->precision, "bfloat16");
  int step = 0;
  for (const char* precision : {"float32", "plain", "bfloat16"}) {
    wait_for_step(step += 5);
    request.precision = precision;
    submit_and_wait(request);
    EXPECT_EQ(frame_->info->precision, precision);
    EXPECT_EQ(frame_->dream, 1U) << "it lives on";
  }
  wait_for_step(24);
  expect_the_same_again(4);

  // In the engine, which ends in the precision that is asked for now.
  const std::vector<float> first = pixels_of(frame_->picture);
  request.replay = std::make_shared<engine::Replay>(engine::Replay{engine_.timeline().changes(), 24});
  request.precision = "float32";
  submit_and_wait(request);
  wait_for_step(24);
  EXPECT_EQ(pixels_of(frame_->picture), first);
  EXPECT_FALSE(frame_->other_precision);
  EXPECT_EQ(frame_->info->precision, "float32");
}

TEST_F(SteeredDream, GrowsAgainInTheEngineToo) {
  engine::Request request = dream_of(8, 1);
  submit_and_wait(request);
  wait_for_step(8);
  request.checkpoint = {2, 3, 0.25F, 6};
  request.params.parametrisation = recipe::Parametrisation::pixel;
  submit_and_wait(request);
  request.params.parametrisation = recipe::Parametrisation::fourier;
  submit_and_wait(request);
  auto replay = std::make_shared<engine::Replay>(engine::Replay{engine_.timeline().changes(), 8});
  request.params.steps = 12;
  submit_and_wait(request);
  wait_for_step(12);
  const std::vector<float> first = pixels_of(frame_->picture);
  ASSERT_EQ(replay->changes.size(), 3U);

  // Up to the moment, where two changes wait; then as before.
  request.replay = replay;
  const auto before = frame_->dream;
  submit_and_wait(request);
  ASSERT_NE(frame_->dream, before);
  wait_for_step(12);
  EXPECT_EQ(pixels_of(frame_->picture), first);
}

TEST(Replay, OtherWeightsAreToldOnce) {
  const checkpoint::Series series = shipped();
  record::Session session;
  record::SessionChange change;
  change.params.width = change.params.height = 64;
  change.params.targets = {{recipe::ObjectiveKind::class_logit, series.classes[5].name, "", 0, 1.0F}};
  change.params.targets.push_back(change.params.targets.front());
  change.params.targets.back().checkpoint = "2";  // looks on
  change.params.targets.back().weight = -0.5F;
  change.checkpoint = "1";
  auto stepper = dream::network_stepper(series, "cpu")();
  ASSERT_TRUE(stepper);
  ASSERT_TRUE((*stepper)->load(place_at(1)).ok());
  ASSERT_TRUE((*stepper)->restart(change.params).ok());
  const std::string weights = (*stepper)->weights();
  ASSERT_EQ(weights.size(), 33U) << "two fingerprints: " << weights;
  change.weights = weights;
  session.changes.assign(2, change);
  session.changes[1].step = 1;
  const auto said = [&] {
    testing::internal::CaptureStderr();
    EXPECT_TRUE(replay(**stepper, series, session, 2, "auto", [](int) { return Status(); }).ok());
    return testing::internal::GetCapturedStderr();
  };
  EXPECT_EQ(said(), "");
  session.changes[1].weights.back() ^= 1;  // the onlooker's
  const std::string told = said();
  EXPECT_NE(told.find("from step 1 on it was dreamt with other weights"), std::string::npos) << told;
  EXPECT_EQ(std::count(told.begin(), told.end(), '\n'), 1) << told;
}

TEST(Replay, ACheckpointThatIsNotThereIsNamed) {
  const checkpoint::Series series = shipped();
  record::Session session;
  session.changes.push_back({0, {}, "gone.safetensors"});
  auto stepper = dream::network_stepper(series, "cpu")();
  ASSERT_TRUE(stepper);
  const Status replayed = replay(**stepper, series, session, 1, "auto", [](int) { return Status(); });
  ASSERT_FALSE(replayed);
  EXPECT_NE(replayed.error().message.find("gone.safetensors"), std::string::npos);
}

}  // namespace
}  // namespace birddream::app
