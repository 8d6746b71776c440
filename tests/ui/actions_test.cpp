#include "ui/actions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "ui/bench_series.h"

namespace birddream::ui {
namespace {

class ActionsTest : public ::testing::Test {
 protected:
  void run(const char* id) {
    const Action* action = find_action(id);
    ASSERT_NE(action, nullptr) << id;
    action->run(desk);
  }
  bool enabled(const char* id) { return is_enabled(*find_action(id), desk); }

  checkpoint::Series series = bench_series(3);
  Desk desk{series, Settings()};
};

TEST_F(ActionsTest, HaveIdsTitlesAndMenusOfTheirOwn) {
  std::set<std::string> ids;
  std::set<std::string> titles;
  for (const Action& action : actions()) {
    EXPECT_TRUE(ids.insert(action.id).second) << action.id;
    EXPECT_TRUE(titles.insert(action.title).second) << action.title;
    const auto menus = action_menus();
    EXPECT_TRUE(std::any_of(menus.begin(), menus.end(), [&](const char* menu) {
      return std::string_view(menu) == action.menu;
    })) << action.menu;
    EXPECT_NE(action.run, nullptr);
  }
}

TEST_F(ActionsTest, NoTwoShareAKey) {
  std::map<ImGuiKeyChord, std::string> taken;
  for (const Action& action : actions()) {
    for (const ImGuiKeyChord key : {action.key, action.other_key}) {
      if (key != ImGuiKey_None) {
        EXPECT_TRUE(taken.emplace(key, action.id).second) << action.id;
      }
    }
  }
}

TEST_F(ActionsTest, HaveTheKeysPeopleExpect) {
  const std::map<std::string, ImGuiKeyChord> expected = {{"run", ImGuiKey_Space},
                                                         {"step", ImGuiKey_N},
                                                         {"restart", ImGuiKey_R},
                                                         {"previous_checkpoint", ImGuiKey_LeftArrow},
                                                         {"next_checkpoint", ImGuiKey_RightArrow},
                                                         {"snapshot", ImGuiKey_S},
                                                         {"record", ImGuiKey_V},
                                                         {"fit", ImGuiKey_F},
                                                         {"hundred", ImGuiKey_1},
                                                         {"picture_only", ImGuiKey_Tab},
                                                         {"undo", ImGuiMod_Ctrl | ImGuiKey_Z},
                                                         {"redo", ImGuiMod_Ctrl | ImGuiKey_Y},
                                                         {"save_session", ImGuiMod_Ctrl | ImGuiKey_S},
                                                         {"open", ImGuiMod_Ctrl | ImGuiKey_O},
                                                         {"keys", ImGuiKey_F1},
                                                         {"palette", ImGuiMod_Ctrl | ImGuiKey_P},
                                                         {"quit", ImGuiMod_Ctrl | ImGuiKey_Q}};
  for (const auto& [id, key] : expected) {
    ASSERT_NE(find_action(id), nullptr) << id;
    EXPECT_EQ(find_action(id)->key, key) << id;
  }
  for (const Action& action : actions()) EXPECT_NE(action.key & ~ImGuiMod_Mask_, ImGuiKey_Escape);
}

TEST_F(ActionsTest, CheckpointsEndWhereTheSeriesEnds) {
  EXPECT_FALSE(enabled("previous_checkpoint"));
  run("next_checkpoint");
  run("next_checkpoint");
  EXPECT_EQ(desk.model.checkpoint, checkpoint::place_at(2));
  EXPECT_FALSE(enabled("next_checkpoint"));
  EXPECT_TRUE(enabled("previous_checkpoint"));
}

TEST_F(ActionsTest, NeedAPictureWhereTheySaveOne) {
  EXPECT_FALSE(enabled("snapshot"));
  EXPECT_FALSE(enabled("record"));
  snapshot(desk);  // called all the same: says so
  EXPECT_NE(desk.toasts.newest(), "");
}

TEST_F(ActionsTest, UndoOfASeedBeginsANewDreamUndoOfASliderDoesNot) {
  desk.history.observe(desk.recipe(), false);
  desk.model.params.jitter = 40;
  desk.history.observe(desk.recipe(), false);
  desk.model.params.seed = 9;
  desk.history.observe(desk.recipe(), false);
  EXPECT_FALSE(enabled("redo"));
  run("undo");
  EXPECT_EQ(desk.model.params.seed, 1U);
  EXPECT_EQ(desk.model.restarts, 1U);
  run("undo");
  EXPECT_EQ(desk.model.params.jitter, recipe::DreamParams().jitter);
  EXPECT_EQ(desk.model.restarts, 1U);
  EXPECT_FALSE(enabled("undo"));
  run("redo");
  EXPECT_EQ(desk.model.params.jitter, 40);
}

TEST_F(ActionsTest, ScaleBeginsAtTheScreensAndStaysInItsRange) {
  desk.content_scale = 2;
  run("larger");
  EXPECT_FLOAT_EQ(desk.settings.scale, 2.125F);
  for (int i = 0; i < 50; ++i) run("larger");
  EXPECT_FLOAT_EQ(desk.settings.scale, 4);
  for (int i = 0; i < 50; ++i) run("smaller");
  EXPECT_FLOAT_EQ(desk.settings.scale, 0.75F);
}

TEST_F(ActionsTest, FindASpeciesBringsThePanelsBack) {
  run("picture_only");
  EXPECT_TRUE(desk.model.picture_only);
  run("find_species");
  EXPECT_FALSE(desk.model.picture_only);
  EXPECT_TRUE(desk.focus_search);
}

}  // namespace
}  // namespace birddream::ui
