#include "ui/hands.h"

#include <gmock/gmock.h>
#include <imgui_internal.h>

namespace birddream::ui {
namespace {

/// The interface three times as large in a window that has not grown.
class UiNarrow : public Hands {
 protected:
  void SetUp() override {
    begin_with([](Settings& settings) { settings.scale = 3; }, 5);
  }
  /// Whether those items lie inside their panels.
  void expect_within(const std::vector<const char*>& items) {
    std::vector<const char*> cut;
    play([&](ImGuiTestContext* c) {
      for (const char* item : items) {
        const ImGuiTestItemInfo info = c->ItemInfo(item, ImGuiTestOpFlags_NoError);
        if (info.Window == nullptr) {
          cut.push_back(item);
          continue;
        }
        const ImGuiWindow& window = *info.Window;
        if (info.RectFull.Min.x < window.InnerRect.Min.x || info.RectFull.Max.x > window.InnerRect.Max.x)
          cut.push_back(item);
      }
    });
    EXPECT_THAT(cut, ::testing::IsEmpty());
  }
};

TEST_F(UiNarrow, WhatIsNeededOftenIsInSightAndTheRestBehindAButton) {
  expect_within({"//Picture/###compare", "//Picture/##mode", "//Checkpoint/###filmstrip",
                 "//Checkpoint/###ticks_only", "//Checkpoint/###play_training",
                 "//Checkpoint/###more_of_checkpoints"});
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Checkpoint/###more_of_checkpoints");
    c->ItemClick("//$FOCUSED/##head");
    c->ItemClick("//$FOCUSED/epoch 3##epoch-3.safetensors");
    c->PopupCloseAll();
  });
  EXPECT_EQ(model().head, 3);
  play([](ImGuiTestContext* c) { c->ItemClick("//Picture/###compare"); });
  ASSERT_TRUE(model().compare.on);
  expect_within({"//Picture/##other_checkpoint", "//Picture/##compare_view", "//Picture/###more_of_b"});
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Picture/##compare_view");
    c->ItemClick("//$FOCUSED/Difference");
    c->ItemClick("//Picture/###more_of_b");
    c->ItemClick("//$FOCUSED/###swap");
    c->PopupCloseAll();
  });
  EXPECT_EQ(model().compare.view, CompareView::difference);
  EXPECT_FALSE(model().adoptions.empty()) << "A and B changed places";
}

TEST_F(UiNarrow, TheFilmstripKeepsItsQuestionsAndItsSheet) {
  params().steps = 4;
  model().show_filmstrip = true;
  restart(model());
  ASSERT_TRUE(strip_at(5, 4));
  draw(2);
  expect_within({"//Filmstrip/###more_of_filmstrip"});
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Filmstrip/###more_of_filmstrip");
    c->ItemClick("//$FOCUSED/Who sees what");
    c->PopupCloseAll();
  });
  EXPECT_TRUE(window_shown("Who recognises whose dream"));
  EXPECT_TRUE(draw_until([this] { return !model().beside->cross.shares.empty(); }));
}

TEST_F(UiNarrow, TheInstrumentsAreTabsBesideTheRecipe) {
  const auto dock_of = [](const char* name) { return ImGui::FindWindowByName(name)->DockId; };
  EXPECT_EQ(dock_of("What it sees"), dock_of("Recipe"));
  EXPECT_EQ(dock_of("Curves"), dock_of("Species"));
  EXPECT_NE(dock_of("Picture"), dock_of("Recipe"));
}

TEST_F(UiNarrow, FindingASpeciesBringsItsTabToTheFront) {
  play([](ImGuiTestContext* c) {
    c->WindowFocus("//Curves");
    c->Yield(2);
    c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_F);
    c->Yield(4);
    c->KeyChars("macaw");
    c->KeyPress(ImGuiKey_Enter);
  });
  EXPECT_EQ(species_of(params()), "macaw");
}

TEST_F(UiNarrow, HintsLeaveThePictureInSight) {
  begin_with([](Settings& settings) { settings.scale = 3, settings.hints = true; }, 5);
  draw(3);
  float share = 1;
  play([&](ImGuiTestContext* c) {
    const ImGuiWindow& hints = *c->WindowInfo("//Picture/##hints").Window;
    const ImGuiWindow& picture = *c->WindowInfo("//Picture").Window;
    share = hints.Size.y / picture.Size.y;
    c->ItemClick("//Picture/**/Got it");
  });
  EXPECT_LT(share, 0.4F);
  EXPECT_FALSE(workbench->settings().hints);
}

}  // namespace
}  // namespace birddream::ui
