#include "ui/statistics.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace birddream::ui {
namespace {

using Milestone = Statistics::Milestone;

engine::Frame frame(int step, std::uint64_t made_under, engine::Phase phase = engine::Phase::running,
                    std::uint64_t dream = 1) {
  engine::Frame frame;
  frame.report.step = step;
  frame.made_under = made_under;
  frame.phase = phase;
  frame.dream = dream;
  return frame;
}

TEST(Statistics, CountsFramesFromAChangeToThePictureItMade) {
  Statistics statistics;
  statistics.shows(frame(5, 1));
  statistics.presented();
  statistics.changed(2);  // while a frame is drawn that still shows the old picture
  statistics.presented();
  statistics.shows(frame(6, 1));
  statistics.presented();
  EXPECT_EQ(statistics.wait_frames().count, 0);
  statistics.shows(frame(7, 2));
  statistics.presented();
  EXPECT_EQ(statistics.wait_frames().count, 1);
  EXPECT_EQ(statistics.wait_frames().median, 2);
  EXPECT_GE(statistics.wait_milliseconds().median, 0);
}

TEST(Statistics, ANewerPictureAnswersEveryOlderChange) {
  Statistics statistics;
  statistics.shows(frame(5, 1));
  for (const std::uint64_t generation : {2, 3, 4}) {
    statistics.changed(generation);
    statistics.presented();
  }
  statistics.shows(frame(6, 3));
  statistics.presented();
  EXPECT_EQ(statistics.wait_frames().count, 2);
  EXPECT_EQ(statistics.wait_frames().high, 2.95) << "3 and 2 frames, p95 between them";
}

TEST(Statistics, NothingIsWaitedForWhileTheDreamRests) {
  Statistics statistics;
  statistics.shows(frame(5, 1, engine::Phase::paused));
  statistics.changed(2);
  statistics.presented();
  statistics.shows(frame(6, 2));
  statistics.presented();
  EXPECT_EQ(statistics.wait_frames().count, 0);
  // Nor for what was changed shortly before it came to rest.
  statistics.changed(3);
  statistics.shows(frame(6, 2, engine::Phase::paused));
  statistics.presented();
  statistics.shows(frame(7, 3));
  statistics.presented();
  EXPECT_EQ(statistics.wait_frames().count, 0);
}

TEST(Statistics, ThePictureMovesWithItsSecondStep) {
  Statistics statistics;
  statistics.opened();
  statistics.presented();
  EXPECT_GE(statistics.reached(Milestone::first_frame), statistics.reached(Milestone::window));
  statistics.shows(frame(0, 1));
  statistics.presented();
  EXPECT_LT(statistics.reached(Milestone::first_step), 0) << "the start is not of the dream's making";
  statistics.shows(frame(3, 1));
  statistics.presented();
  statistics.presented();
  EXPECT_GE(statistics.reached(Milestone::first_step), 0);
  EXPECT_LT(statistics.reached(Milestone::moving), 0);
  statistics.shows(frame(5, 1));
  statistics.presented();
  EXPECT_GE(statistics.reached(Milestone::moving), statistics.reached(Milestone::first_step));
}

TEST(Statistics, StepsGoOnOverRestarts) {
  Statistics statistics;
  statistics.shows(frame(5, 1));
  statistics.shows(frame(9, 1));
  statistics.shows(frame(2, 1, engine::Phase::running, 2));
  statistics.presented();
  statistics.mark("here");
  ASSERT_EQ(statistics.marks().size(), 1U);
  EXPECT_EQ(statistics.marks()[0].steps, 11);
  EXPECT_EQ(statistics.marks()[0].frames, 1);
}

TEST(Statistics, TheReportHoldsAllOfIt) {
  Statistics statistics;
  statistics.opened();
  statistics.shows(frame(5, 1));
  statistics.changed(2);
  statistics.presented();
  statistics.shows(frame(6, 2));
  statistics.presented();
  statistics.mark("end");
  const auto report = nlohmann::json::parse(to_report(statistics, "a renderer"));
  EXPECT_EQ(report["birddream_view_report"], 1);
  EXPECT_EQ(report["renderer"], "a renderer");
  EXPECT_EQ(report["slider_to_picture"]["frames"]["median"], 1);
  EXPECT_EQ(report["slider_to_picture"]["frames"]["n"], 1);
  EXPECT_GE(report["start_seconds"]["moving"].get<double>(), report["start_seconds"]["window"].get<double>());
  EXPECT_EQ(report["marks"][0]["name"], "end");
  EXPECT_GT(report["marks"][0]["processor_seconds"].get<double>(), 0);
  EXPECT_GT(report["peak_memory_mib"].get<double>(), 1);
}

}  // namespace
}  // namespace birddream::ui
