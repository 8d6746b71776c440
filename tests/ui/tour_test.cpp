#include "ui/tour.h"

#include <gtest/gtest.h>

#include "ui/bench_series.h"

namespace birddream::ui {
namespace {

class TourTest : public testing::Test {
 protected:
  TourTest() { pick_species(desk_.model, "flamingo"); }

  static Tour tour(const std::string& stops) {
    auto read = Tour::read(R"({"birddream_tour": 1, "stops": )" + stops + "}");
    EXPECT_TRUE(read) << read.error().message;
    return std::move(read).value();
  }
  void dream_reaches(int step, std::uint64_t dream = 1) {
    auto frame = std::make_shared<engine::Frame>();
    frame->report.step = step;
    frame->dream = dream;
    desk_.model.frame = frame;
  }

  checkpoint::Series series_ = bench_series(5);
  Desk desk_{series_, Settings()};
};

TEST_F(TourTest, WaitsForStepsAndSecondsAndThenDoes) {
  Tour t = tour(
      R"([{"step": 20, "do": "filmstrip"}, {"seconds": 2, "species": "peacock", "set": {"jitter": 21}}])");
  t.advance(desk_, 0);
  EXPECT_FALSE(desk_.model.show_filmstrip);
  dream_reaches(20);
  t.advance(desk_, 1);
  EXPECT_TRUE(desk_.model.show_filmstrip);
  t.advance(desk_, 1.5);
  t.advance(desk_, 3.4);
  EXPECT_EQ(species_of(desk_.model.params), "flamingo");
  t.advance(desk_, 3.6);
  EXPECT_EQ(species_of(desk_.model.params), "peacock");
  EXPECT_EQ(desk_.model.params.jitter, 21);
  EXPECT_TRUE(t.is_over());
}

TEST_F(TourTest, StepsOfTheDreamBeforeDoNotCount) {
  for (const char* begins : {R"("do": "restart")", R"("species": "peacock")", R"("set": {"seed": 9})"}) {
    desk_.model.show_filmstrip = false;
    dream_reaches(30, 1);
    Tour t = tour("[{" + std::string(begins) + R"(}, {"step": 20, "do": "filmstrip"}])");
    t.advance(desk_, 0);
    t.advance(desk_, 1);
    EXPECT_FALSE(desk_.model.show_filmstrip) << begins;
    dream_reaches(3, 2);
    t.advance(desk_, 2);
    EXPECT_FALSE(desk_.model.show_filmstrip) << begins;
    dream_reaches(20, 2);
    t.advance(desk_, 3);
    EXPECT_TRUE(desk_.model.show_filmstrip) << begins;
  }
}

TEST_F(TourTest, TheSliderGlides) {
  Tour t = tour(R"([{"seconds": 4, "along": 4}])");
  t.advance(desk_, 10);
  t.advance(desk_, 11.5);
  EXPECT_EQ(desk_.model.checkpoint, (checkpoint::Place{1, 2, 0.5F}));
  t.advance(desk_, 14);
  EXPECT_EQ(desk_.model.checkpoint, checkpoint::place_at(4));
}

TEST_F(TourTest, AScreenshotIsTakenOnceWhenThePictureHasSettled) {
  Tour t = tour(R"([{"checkpoint": "3", "screenshot": "a.png"}])");
  t.advance(desk_, 0);
  EXPECT_FALSE(t.take_screenshot());
  EXPECT_FALSE(t.is_over());
  for (int i = 0; i < 3; ++i) t.advance(desk_, 0);
  EXPECT_EQ(t.take_screenshot(), std::filesystem::path("a.png"));
  EXPECT_FALSE(t.take_screenshot());
  EXPECT_TRUE(t.is_over());
}

TEST_F(TourTest, MarksAMomentAndSaysHowLongItNeedsNoFrames) {
  Tour t = tour(R"([{"step": 4}, {"seconds": 2, "mark": "here"}, {"seconds": 1, "along": 2}])");
  t.advance(desk_, 0);
  EXPECT_EQ(t.rest(), 0) << "steps may come with any frame";
  dream_reaches(4);
  t.advance(desk_, 1);
  t.advance(desk_, 1);
  EXPECT_EQ(t.rest(), 2);
  t.advance(desk_, 2.5);
  EXPECT_EQ(t.rest(), 0.5);
  EXPECT_TRUE(desk_.statistics.marks().empty());
  t.advance(desk_, 3);
  ASSERT_EQ(desk_.statistics.marks().size(), 1U);
  EXPECT_EQ(desk_.statistics.marks()[0].name, "here");
  t.advance(desk_, 3);
  EXPECT_EQ(t.rest(), 0) << "a slider that glides is drawn all the way";
}

TEST_F(TourTest, WhatCannotBeDoneIsSaidAndTheTourGoesOn) {
  Tour t = tour(R"([{"species": "gryphon"}, {"checkpoint": "99"}])");
  t.advance(desk_, 0);
  EXPECT_NE(desk_.toasts.newest().find("gryphon"), std::string::npos);
  t.advance(desk_, 0);
  EXPECT_NE(desk_.toasts.newest().find("99"), std::string::npos);
  EXPECT_TRUE(t.is_over());
}

TEST_F(TourTest, PicksForTheFilmstripASecondOpinionAndAFormat) {
  Tour t = tour(R"([{"picks": ["3", "0"], "second": "1", "record_as": "gif"}])");
  t.advance(desk_, 0);
  EXPECT_EQ(desk_.model.filmstrip_of, FilmstripOf::picked);
  EXPECT_EQ(desk_.model.filmstrip_picks, (std::vector<int>{0, 3}));
  EXPECT_EQ(desk_.model.second, checkpoint::place_at(1));
  EXPECT_EQ(desk_.settings.record.format, RecordFormat::gif);
}

TEST_F(TourTest, TellsFiguresOnce) {
  Tour t = tour(R"([{"figures": "at rest"}])");
  dream_reaches(7);
  t.advance(desk_, 0);
  const auto figures = t.take_figures();
  ASSERT_TRUE(figures);
  EXPECT_NE(figures->find(R"("figures":"at rest")"), std::string::npos) << *figures;
  EXPECT_NE(figures->find(R"("step":7)"), std::string::npos) << *figures;
  EXPECT_FALSE(t.take_figures());
}

TEST_F(TourTest, WaitsUntilATrainingHasCheckpoints) {
  Tour t = tour(R"([{"checkpoints": 6, "do": "filmstrip"}])");
  t.advance(desk_, 0);
  EXPECT_FALSE(desk_.model.show_filmstrip);
  desk_.series = bench_series(6);
  t.advance(desk_, 1);
  EXPECT_TRUE(desk_.model.show_filmstrip);
}

TEST_F(TourTest, TheScriptsOfTheDocsAndTheBenchAreTours) {
  const std::filesystem::path root = BIRDDREAM_SOURCE_DIR;
  for (const char* script :
       {"docs/tour.json", "docs/clip.json", "bench/window.json", "bench/window_frames.json"}) {
    const auto read = Tour::load(root / script);
    EXPECT_TRUE(read) << read.error().message;
  }
}

TEST_F(TourTest, RefusesWhatIsNoTour) {
  for (const char* bad :
       {"", "[]", R"({"birddream_tour": 2, "stops": []})", R"({"birddream_tour": 1})",
        R"({"birddream_tour": 1, "stops": [4]})", R"({"birddream_tour": 1, "stops": [{"do": "fly"}]})",
        R"({"birddream_tour": 1, "stops": [{"jump": 1}]})",
        R"({"birddream_tour": 1, "stops": [{"seconds": -1}]})",
        R"({"birddream_tour": 1, "stops": [{"set": {"wings": 2}}]})",
        R"({"birddream_tour": 1, "stops": [{"picks": []}]})",
        R"({"birddream_tour": 1, "stops": [{"record_as": "film"}]})"})
    EXPECT_FALSE(Tour::read(bad)) << bad;
}

}  // namespace
}  // namespace birddream::ui
