#include "ui/desk.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/fresh_folder.h"
#include "image/rgb8.h"
#include "record/snapshot.h"
#include "ui/bench_series.h"

namespace birddream::ui {
namespace {

TEST(Desk, WhatCouldNotBeSavedIsSaidThoughTheWindowIsGone) {
  const FreshFolder folder;
  std::ofstream(folder / "file") << "in the way";
  Settings settings;
  settings.save_folder = folder / "file" / "saved";
  ::testing::internal::CaptureStderr();
  {
    Desk desk(bench_series(2), settings);
    save_session(desk);
  }
  const std::string said = ::testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("saved: the folder cannot be made"), std::string::npos) << said;
}

/// What a snapshot says of a dream at step 9, whose picture was published after so many of these changes.
record::Provenance snapshot_of(const engine::Timeline& timeline, std::size_t changes) {
  const FreshFolder folder;
  Settings settings;
  settings.save_folder = folder / "saved";
  Desk desk(bench_series(3), settings);
  auto frame = std::make_shared<engine::Frame>();
  frame->report.step = 9;
  frame->checkpoint = timeline.changes().back().checkpoint;
  frame->changes = changes;
  desk.model.frame = frame;
  desk.timeline = [&] { return timeline; };
  desk.picture = [] { return image::own(std::vector<float>(3 * 16 * 16), 16, 16); };
  snapshot(desk);
  while (desk.background.busy()) desk.background.finish();
  const auto read = record::read_provenance(desk.saver.last_snapshot());
  EXPECT_TRUE(read) << desk.toasts.newest();
  return read ? *read : record::Provenance();
}

TEST(Desk, ASnapshotTellsOfTheWeightsUnderItsLastStep) {
  engine::Timeline timeline;
  timeline.restart({0, {}, checkpoint::place_at(0), "aa+bb"});
  timeline.note({9, {}, checkpoint::place_at(2), "cc+bb"});  // it rests there, and the slider moved on
  const record::Provenance made = snapshot_of(timeline, 2);
  EXPECT_EQ(made.checkpoint, "epoch-0.safetensors");
  EXPECT_EQ(made.fingerprint, "aa");
  EXPECT_FALSE(made.steered);
}

TEST(Desk, ASnapshotHoldsWhatIsSeenAtOnce) {
  recipe::DreamParams strong;
  strong.contrast = 2;
  engine::Timeline timeline;
  timeline.restart({0, {}, checkpoint::place_at(0), "aa"});
  timeline.note({9, strong, checkpoint::place_at(0), "aa"});
  EXPECT_FALSE(snapshot_of(timeline, 1).steered) << "the picture is older";
  const record::Provenance made = snapshot_of(timeline, 2);
  EXPECT_TRUE(made.steered);
  ASSERT_EQ(made.steering.size(), 2U);
  EXPECT_EQ(made.params, strong);
}

TEST(Desk, ADreamSteeredMoreOftenThanIsKeptIsSaid) {
  const FreshFolder folder;
  Settings settings;
  settings.save_folder = folder / "saved";
  engine::Timeline timeline;
  timeline.restart({0, {}, checkpoint::place_at(0), "aa"});
  for (int step = 1; step < static_cast<int>(engine::Timeline::most) + 2; ++step) {
    recipe::DreamParams params;
    params.jitter = step % 2;
    timeline.note({step, params, checkpoint::place_at(0), "aa"});
  }
  Desk desk(bench_series(1), settings);
  desk.timeline = [&] { return timeline; };
  save_session(desk);
  EXPECT_NE(desk.toasts.newest().find("more often than is kept"), std::string::npos) << desk.toasts.newest();
}

}  // namespace
}  // namespace birddream::ui
