#include "ui/hands.h"

#include <random>

#include "base/atomic_file.h"
#include "image/png.h"
#include "record/snapshot.h"
#include "ui/actions.h"

namespace birddream::ui {
namespace {

namespace fs = std::filesystem;

/// Snapshots and sessions: files that hold the moment of a dream, and bring it back.
class UiMoments : public Hands {
 protected:
  /// This step of the dream that is asked for, on the first checkpoint.
  record::Provenance moment(int step) {
    record::Provenance made;
    made.params = params();
    made.checkpoint = desk().series.checkpoints.front().file;
    made.step = step;
    return made;
  }
  fs::path written(const record::Provenance& made, const char* name) {
    const fs::path file = folder / name;
    EXPECT_TRUE(record::write_snapshot(file, image::Rgb8(8, 8, 90), made));
    return file;
  }
};

TEST_F(UiMoments, ASnapshotHoldsItsRecipeAndBringsItBack) {
  ASSERT_TRUE(draw_until([&] { return step() >= 2; }));
  params().jitter = 33;
  ASSERT_TRUE(obeyed());
  const int changed_at = step();
  ASSERT_TRUE(draw_until([&] { return step() > changed_at; }));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_S); });
  const auto files = saved(".png");
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].filename().string().rfind("flamingo-s", 0), 0U) << files[0];
  EXPECT_NE(files[0].filename().string().find("-seed1"), std::string::npos);
  EXPECT_NE(toast().find(files[0].string()), std::string::npos);
  const auto provenance = record::read_provenance(files[0]);
  ASSERT_TRUE(provenance) << provenance.error().message;
  EXPECT_EQ(provenance->params.jitter, 33);
  EXPECT_TRUE(provenance->steered);
  EXPECT_GT(provenance->step, 0);
  EXPECT_EQ(provenance->fingerprint, "0123456789abcdef");

  pick_preset(model(), "original-2021");
  pick_species(model(), "macaw");
  draw(2);
  const int restarts = painting->restarts;
  drop({files[0]});
  EXPECT_EQ(params(), provenance->params);
  EXPECT_EQ(model().preset, "birds");
  EXPECT_TRUE(draw_until([&] { return painting->restarts > restarts && painting->used().jitter == 33; }));
  // Grown again as it was steered, it waits at the moment of the snapshot.
  ASSERT_TRUE(draw_until([&] { return model().frame->phase == engine::Phase::paused; }));
  EXPECT_EQ(step(), provenance->step);
  ASSERT_FALSE(provenance->steering.empty());
  EXPECT_NE(provenance->steering.front().params.jitter, 33);
  const engine::Timeline again = desk().timeline();
  ASSERT_EQ(again.changes().size(), provenance->steering.size());
  EXPECT_EQ(again.changes().front().params, provenance->steering.front().params);
  EXPECT_EQ(again.changes().back().step, provenance->steering.back().step);
  EXPECT_NE(toast().find("waits at step " + std::to_string(provenance->step)), std::string::npos) << toast();
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_Space); });
  EXPECT_TRUE(draw_until([&] { return step() > provenance->step; }));
}

TEST_F(UiMoments, AMomentIsBroughtBackWhileTheTrainingPlays) {
  begin(4);
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_S); });
  const auto files = saved(".json");
  ASSERT_EQ(files.size(), 1U);
  model().steps_a_tick = 1000;
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_T); });
  ASSERT_TRUE(model().training_plays);
  drop({files[0]});
  EXPECT_FALSE(model().training_plays) << "whoever stands at a moment does not play";
  ASSERT_TRUE(obeyed());
  ASSERT_TRUE(draw_until([&] { return model().frame->phase == engine::Phase::paused; }));
  EXPECT_NE(toast().find("waits at step " + std::to_string(step())), std::string::npos) << toast();
  EXPECT_EQ(model().frame->checkpoint, checkpoint::place_at(0));
}

TEST_F(UiMoments, ADreamThatGrowsAgainCanBePausedAndUndoGoesOnWithTheOneBefore) {
  record::Provenance made = moment(40);
  made.params.seed = 99;
  const fs::path file = written(made, "slow.png");
  painting->step_milliseconds = 5;
  drop({file});
  ASSERT_TRUE(draw_until([this] { return model().frame->replays && step() > 1; }));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_Space); });
  ASSERT_TRUE(draw_until([this] { return model().frame->phase == engine::Phase::paused; }));
  EXPECT_LT(step(), 40);
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_Space); });
  ASSERT_TRUE(draw_until([this] { return !model().frame->replays; }));
  ASSERT_TRUE(draw_until([this] { return model().frame->phase == engine::Phase::paused; }));
  EXPECT_EQ(step(), 40) << "it waits at its moment all the same";
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z); });
  EXPECT_NE(params().seed, 99U);
  EXPECT_TRUE(draw_until([this] { return model().frame->phase == engine::Phase::running && step() > 2; }));
}

TEST_F(UiMoments, WhoMovesOnWhileItGrowsIsNotToldOfOtherWeights) {
  begin(3);
  record::Provenance made = moment(60);
  made.fingerprint = "feedfeedfeedfeed";
  const fs::path file = written(made, "moved.png");
  painting->step_milliseconds = 5;
  workbench->dropped({file});
  settle();
  model().checkpoint = checkpoint::place_at(2);
  ASSERT_TRUE(draw_until([this] { return model().frame->checkpoint == checkpoint::place_at(2); }));
  draw(5);
  EXPECT_EQ(toast().find("feedfeedfeedfeed"), std::string::npos) << toast();
}

TEST_F(UiMoments, APictureThatWasChosenAsAPhotoIsOneWhateverIsInIt) {
  record::Provenance made = moment(0);
  made.params.seed = 99;
  const fs::path file = written(made, "our own.png");
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Recipe/##start");
    c->ItemClick("//$FOCUSED/Photo");
  });
  ASSERT_EQ(params().start, recipe::StartKind::photo);
  ASSERT_TRUE(obeyed());
  EXPECT_NE(model().frame->phase, engine::Phase::failed) << model().frame->message;
  EXPECT_EQ(painting->used().start, recipe::StartKind::gray) << "until it has one";
  const std::string path = file.string();
  play([&](ImGuiTestContext* c) {
    c->ItemClick("//Recipe/**/Choose ...");
    c->Yield(3);
    c->ItemClick("//Open/##path");
    c->KeyCharsReplaceEnter(path.c_str());
  });
  EXPECT_EQ(params().start_photo, path);
  EXPECT_NE(params().seed, 99U);
  drop({file});
  EXPECT_EQ(params().seed, 99U) << "dropped it is a moment";
}

TEST_F(UiMoments, WhatWasReadForAnotherSeriesIsReadAgain) {
  record::Provenance made = moment(0);
  made.params.targets[0].species = "macaw";
  const fs::path file = written(made, "macaw.png");
  workbench->dropped({file});
  checkpoint::Series other = bench_series(2);
  std::erase_if(other.classes, [](const auto& info) { return info.name == "macaw"; });
  change_series(desk(), other);
  settle();
  EXPECT_NE(toast().find("macaw"), std::string::npos) << toast();
  EXPECT_NE(species_of(params()), "macaw") << "the series under the window does not know it";
}

TEST_F(UiMoments, AMomentOfOtherWeightsSaysThatItIsASibling) {
  record::Provenance made = moment(3);
  made.fingerprint = "feedfeedfeedfeed";
  const fs::path file = written(made, "other weights.png");
  drop({file});
  EXPECT_TRUE(draw_until([&] { return toast().find("feedfeedfeedfeed") != std::string::npos; })) << toast();
}

TEST_F(UiMoments, AMomentOfUnknownCheckpointsBeginsWithItsRecipe) {
  record::Provenance made = moment(3);
  made.params.jitter = 21;
  made.checkpoint = "nowhere.safetensors";
  const fs::path file = written(made, "elsewhere.png");
  drop({file});
  EXPECT_NE(toast().find("does not have"), std::string::npos) << toast();
  EXPECT_TRUE(draw_until([&] { return step() > 3 && painting->used().jitter == 21; }));
}

TEST_F(UiMoments, ATamperedRecipeIsRefusedAndDoesNotBecomeAStartPhoto) {
  const record::Provenance made = moment(0);
  const std::string good = record::to_text(made);
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  const recipe::DreamParams before = params();
  const std::uint64_t restarts = model().restarts;
  const fs::path file = folder / "tampered.png";
  for (const std::string& text :
       {with("\"width\":64", "\"width\":-64"), with("\"step\":0", "\"step\":\"0\""),
        with("\"version\":1", "\"version\":9"), with("birddream picture", "somebody's picture"),
        good.substr(0, 90), std::string("{}"), std::string(70000, '['), std::string("\xff\xfe")}) {
    ASSERT_TRUE(image::write_png(file, image::Rgb8(8, 8, 90), {{record::provenance_keyword, text}}) ||
                text.front() == '\xff');
    drop({file});
    EXPECT_NE(toast().find("tampered.png"), std::string::npos) << text.substr(0, 99) << "\n" << toast();
    EXPECT_EQ(params(), before) << text.substr(0, 99);
  }
  EXPECT_EQ(model().restarts, restarts);
}

// Bytes of a snapshot turned at random, by a fixed seed: each is taken, or refused with a sentence.
TEST_F(UiMoments, DamagedSnapshotsAreTakenOrRefusedButNeverHalf) {
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_S); });
  settle();
  ASSERT_EQ(saved(".png").size(), 1U);
  const std::string good = read_file(saved(".png")[0], std::size_t{1} << 24).value();
  const fs::path file = folder / "damaged.png";
  std::mt19937 chance(7);
  int refused = 0;
  for (int round = 0; round < 400; ++round) {
    std::string bytes = good;
    const int changes = 1 + static_cast<int>(chance() % 4);
    for (int i = 0; i < changes; ++i) {
      // Most of them near the front, where the recipe is.
      const std::size_t reach = chance() % 3 == 0 ? bytes.size() : std::min<std::size_t>(bytes.size(), 2000);
      bytes[chance() % reach] = static_cast<char>(chance());
    }
    if (round % 5 == 0) bytes.resize(chance() % bytes.size());
    ASSERT_TRUE(write_file_atomically(file, bytes));
    const recipe::DreamParams before = params();
    const std::uint64_t restarts = model().restarts;
    drop({file});
    if (model().restarts != restarts) continue;  // taken
    ++refused;
    EXPECT_NE(toast().find("damaged.png"), std::string::npos) << toast();
    EXPECT_EQ(params(), before);
  }
  EXPECT_GT(refused, 200);
  ASSERT_TRUE(obeyed()) << "and the dream goes on";
}

}  // namespace
}  // namespace birddream::ui
