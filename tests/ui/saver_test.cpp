#include "ui/saver.h"

#include <gtest/gtest.h>

#include "base/atomic_file.h"
#include "base/fresh_folder.h"
#include "image/png.h"
#include "record/session.h"
#include "record/snapshot.h"
#include "ui/bench_series.h"

namespace birddream::ui {
namespace {

namespace fs = std::filesystem;

class SaverTest : public ::testing::Test {
 protected:
  SaverTest() {
    pick_species(model, "European gallinule");
    auto frame = std::make_shared<engine::Frame>();
    frame->report.step = 214;
    frame->checkpoint = checkpoint::place_at(1);
    model.frame = frame;
  }
  Result<fs::path> save() {
    return saver.write_snapshot(Saver::describe(model, series, {model.params, false}),
                                image::Rgb8(16, 16, 9));
  }
  /// Into that model, as the window does.
  Result<Restored> open(const fs::path& file, Model& into) const {
    const auto told = read_recipe(file, series, checkpoint::ClassIndex(series));
    if (!told) return told.error();
    return take_recipe(file, *told, into);
  }
  Result<Restored> open_text(const std::string& text) {
    const fs::path file = folder / "some.json";
    EXPECT_TRUE(write_file_atomically(file, text));
    return open(file, model);
  }
  Result<fs::path> save_session(const Model& of, const engine::Timeline& timeline = {}) const {
    record::Session session = Saver::session_of(of, series);
    if (!timeline.changes().empty()) session.changes = Saver::steering_of(timeline.changes(), series);
    return saver.write_session(Saver::stem_of(of), session);
  }

  FreshFolder folder;
  checkpoint::Series series = bench_series(3);
  Model model;
  Saver saver{folder / "deep" / "folder"};
};

TEST_F(SaverTest, NamesSayWhatIsInThem) {
  const auto file = save();
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->filename(), "european-gallinule-s214-seed1.png");
}

TEST_F(SaverTest, NothingIsOverwritten) {
  const auto first = save();
  const auto second = save();
  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  EXPECT_NE(*first, *second);
  EXPECT_EQ(second->filename(), "european-gallinule-s214-seed1-2.png");
}

TEST_F(SaverTest, ADreamOfLayersHasANameToo) {
  pick_preset(model, "deepdream-2015");
  const auto file = save();
  ASSERT_TRUE(file);
  EXPECT_EQ(file->filename(), "dream-s214-seed1.png");
}

TEST_F(SaverTest, ASessionRestoresParametersPresetAndCheckpoint) {
  pick_preset(model, "lucid");
  model.params.rotate = 33;
  model.checkpoint = checkpoint::place_at(2);
  const auto file = save_session(model);
  ASSERT_TRUE(file) << file.error().message;
  Model other;
  ASSERT_TRUE(open(*file, other));
  EXPECT_EQ(other.params, model.params);
  EXPECT_EQ(other.preset, "lucid");
  EXPECT_EQ(other.checkpoint, checkpoint::place_at(2));
  EXPECT_EQ(other.restarts, 1U);
  EXPECT_FALSE(other.run) << "it waits at its moment";
  ASSERT_TRUE(other.replay);
  EXPECT_EQ(other.replay->until, 214);
}

TEST_F(SaverTest, ASessionTellsHowTheDreamWasSteered) {
  engine::Timeline timeline;
  timeline.restart({0, model.params, checkpoint::place_at(0), "", "float32"});
  model.params.jitter = 31;
  timeline.note({40, model.params, {0, 1, 0.5F}, "", "bfloat16"});
  const auto file = save_session(model, timeline);
  ASSERT_TRUE(file) << file.error().message;
  const auto session = record::load_session(*file);
  ASSERT_TRUE(session) << session.error().message;
  EXPECT_EQ(session->steps, 214);
  ASSERT_EQ(session->changes.size(), 2U);
  EXPECT_EQ(session->changes[0].precision, "float32");
  EXPECT_EQ(session->changes[1].precision, "bfloat16");
  EXPECT_EQ(session->changes[1].step, 40);
  EXPECT_EQ(session->changes[1].params, model.params);
  Model other;
  ASSERT_TRUE(open(*file, other));
  EXPECT_EQ(other.checkpoint, (checkpoint::Place{0, 1, 0.5F})) << "as it was left";
  ASSERT_TRUE(other.replay);
  ASSERT_EQ(other.replay->changes.size(), 2U);
  EXPECT_EQ(other.replay->changes[0].checkpoint, checkpoint::place_at(0));
  EXPECT_EQ(other.replay->changes[1].step, 40);
  EXPECT_EQ(other.replay->changes[1].params, model.params);
}

TEST_F(SaverTest, ADreamThatHasJustBegunIsNotSavedAtTheStepOfTheOneBefore) {
  engine::Timeline timeline;
  timeline.restart({0, model.params, checkpoint::place_at(0)}, 7);  // of which no frame is there yet
  EXPECT_EQ(Saver::session_of(model, series, timeline).steps, 0);
  timeline.note({30, model.params, checkpoint::place_at(1)});  // one that took over
  EXPECT_EQ(Saver::session_of(model, series, timeline).steps, 30);
  timeline.set_dream(0);
  EXPECT_EQ(Saver::session_of(model, series, timeline).steps, 214);
}

TEST_F(SaverTest, APhotoThatIsAnotherByNowIsSaid) {
  const fs::path photo = folder / "photo.png";
  ASSERT_TRUE(image::write_png(photo, image::Rgb8(20, 20)));
  model.params.start = recipe::StartKind::photo;
  model.params.start_photo = photo.string();
  const auto picture = save();
  const auto session = saver.write_session(Saver::stem_of(model), Saver::session_of(model, series));
  ASSERT_TRUE(picture && session);
  Model other;
  EXPECT_EQ(open(*picture, other)->photos, "");
  EXPECT_EQ(open(*session, other)->photos, "");
  ASSERT_TRUE(image::write_png(photo, image::Rgb8(20, 20, 7)));
  EXPECT_NE(open(*picture, other)->photos.find("have changed"), std::string::npos);
  EXPECT_NE(open(*session, other)->photos.find(photo.string()), std::string::npos);
}

TEST_F(SaverTest, WhatAGpuDreamtIsOpenedAgain) {
  model.info.precision = "half";
  model.info.device_kind = "cuda";
  const auto picture = save();
  ASSERT_TRUE(picture) << picture.error().message;
  EXPECT_EQ(record::read_provenance(*picture)->device, "cuda");
  const auto session = saver.write_session(Saver::stem_of(model), Saver::session_of(model, series));
  ASSERT_TRUE(session) << session.error().message;
  for (const fs::path& file : {*picture, *session}) {
    Model other;
    const auto opened = open(file, other);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened->precision, "half");
  }
}

TEST_F(SaverTest, ASnapshotRestoresTheCheckpointItWasDreamtUnder) {
  const auto file = save();
  ASSERT_TRUE(file);
  Model other;
  ASSERT_TRUE(open(*file, other));
  EXPECT_EQ(other.checkpoint, checkpoint::place_at(1));
  EXPECT_EQ(species_of(other.params), "European gallinule");
}

TEST_F(SaverTest, ALongSessionIsMadeReadyWhereItIsReadAndHandedOverAtOnce) {
  engine::Timeline timeline;
  timeline.restart({0, model.params, checkpoint::place_at(0)});
  for (int step = 1; step < 5000; ++step) {
    model.params.jitter = step % 40;
    timeline.note({step, model.params, {0, 1, static_cast<float>(step) / 5000}});
  }
  const auto file = save_session(model, timeline);
  ASSERT_TRUE(file) << file.error().message;
  const auto told = read_recipe(*file, series, checkpoint::ClassIndex(series));
  ASSERT_TRUE(told) << told.error().message;
  ASSERT_TRUE(told->replay);
  EXPECT_EQ(told->replay->changes.size(), 5000U);
  Model other;
  take_recipe(*file, *told, other);
  EXPECT_EQ(other.replay, told->replay) << "the same, not another one";
}

TEST_F(SaverTest, ABirdThatIsUnknownInTheMidstOfASessionIsFound) {
  engine::Timeline timeline;
  timeline.restart({0, model.params, checkpoint::place_at(0)});
  recipe::DreamParams changed = model.params;
  changed.targets[0].species = "phoenix";
  timeline.note({10, changed, checkpoint::place_at(0)});
  timeline.note({20, model.params, checkpoint::place_at(0)});
  const auto file = save_session(model, timeline);
  ASSERT_TRUE(file) << file.error().message;
  const auto opened = open(*file, model);
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("phoenix"), std::string::npos) << opened.error().message;
}

TEST_F(SaverTest, DamagedAndForeignFilesAreRefusedAndChangeNothing) {
  const Model before = model;
  for (const std::string& bad :
       {std::string(), std::string("{"), std::string("[]"), std::string("{}"), std::string(50000, '{'),
        std::string(R"({"birddream_session": "1"})"), std::string(R"({"birddream_session": 99})"),
        std::string(R"({"birddream_session": 1, "params": 7})"),
        std::string(R"({"birddream_session": 1, "params": {"steps": -4}})")}) {
    const auto opened = open_text(bad);
    ASSERT_FALSE(opened) << bad.substr(0, 60);
    EXPECT_NE(opened.error().message.find("some.json"), std::string::npos) << opened.error().message;
  }
  EXPECT_EQ(model.params, before.params);
  EXPECT_EQ(model.restarts, before.restarts);
}

TEST_F(SaverTest, ABirdThatThisNetworkDoesNotKnowIsSaid) {
  Model other = model;
  other.params.targets[0].species = "phoenix";
  const auto file = save_session(other);
  ASSERT_TRUE(file);
  const auto opened = open(*file, model);
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("phoenix"), std::string::npos) << opened.error().message;
  EXPECT_EQ(species_of(model.params), "European gallinule");
}

TEST_F(SaverTest, AnOrdinaryPictureHoldsNoRecipe) {
  const fs::path file = folder / "photo.png";
  ASSERT_TRUE(image::write_png(file, image::Rgb8(20, 20)));
  EXPECT_FALSE(open(file, model));
}

}  // namespace
}  // namespace birddream::ui
