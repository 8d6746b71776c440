#include "ui/drawn_text.h"
#include "ui/hands.h"

#include <imgui_internal.h>

#include <cmath>

namespace birddream::ui {
namespace {

class UiInstruments : public Hands {
 protected:
  void choose(const std::string& opinion) {
    play([&opinion](ImGuiTestContext* c) {
      c->ItemClick("//What it sees/##second");
      c->ItemClick(("//$FOCUSED/" + opinion).c_str());
    });
  }
  /// The tooltip of what lies in the middle of the curves' panel, so far down it, without its spaces; empty:
  /// there is none.
  std::string told_at(float down) {
    std::string told;
    play([&](ImGuiTestContext* c) {
      const ImRect panel = ImGui::FindWindowByName("Curves")->Rect();
      c->MouseMoveToPos({panel.GetCenter().x, panel.Min.y + down * panel.GetHeight()});
      c->Yield(5);
      for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
        const std::string name = window->Name;
        if (window->Active && name.starts_with("##Tooltip")) told += drawn_text(*window->DrawList);
      }
    });
    return told;
  }
};

TEST_F(UiInstruments, TheNearestSpeciesAreShownWhenTheyAreWanted) {
  choose("Nearest by features");
  EXPECT_TRUE(model().nearest);
  ASSERT_TRUE(draw_until([&] { return model().frame && !model().frame->nearest.empty(); }));
  draw(2);
  EXPECT_TRUE(text_shown("What it sees", "Nearest by features"));
  EXPECT_TRUE(text_shown("What it sees", "0.83")) << drawn_text("What it sees");
  choose("None");
  EXPECT_FALSE(model().nearest);
  EXPECT_TRUE(draw_until([&] { return model().frame->nearest.empty(); }));
}

TEST_F(UiInstruments, WhatWasSeenIsACurveOverTheStepsWithValuesUnderThePointer) {
  params().steps = 60;
  restart(model());
  ASSERT_TRUE(draw_until([&] { return step() == 60; }));
  EXPECT_TRUE(text_shown("Curves", "Seen"));
  const std::string tip = told_at(0.64F);
  EXPECT_NE(tip.find("Howsurethenetworkwas"), std::string::npos) << tip;
  EXPECT_NE(tip.find("flamingo"), std::string::npos) << tip;
}

TEST_F(UiInstruments, EachSaysUnderThePointerWhatItMeans) {
  params().steps = 60;
  restart(model());
  ASSERT_TRUE(draw_until([&] { return step() == 60; }));
  const std::string objective = told_at(0.12F), norm = told_at(0.38F), slope = told_at(0.86F);
  EXPECT_NE(objective.find("Whatthedreamclimbs"), std::string::npos) << objective;
  EXPECT_NE(norm.find("Howstronglytheobjectivestillpulls"), std::string::npos) << norm;
  EXPECT_NE(slope.find("Howfastdetailfades"), std::string::npos) << slope;
  for (const std::string& told : {objective, norm, slope}) EXPECT_TRUE(told.starts_with("step")) << told;
}

TEST_F(UiInstruments, AStepUnderThePointerIsMarkedInAllOfThem) {
  params().steps = 60;
  restart(model());
  ASSERT_TRUE(draw_until([&] { return step() == 60; }));
  int pointed = -1;
  bool told = false;
  play([&](ImGuiTestContext* c) {
    const ImRect panel = ImGui::FindWindowByName("Curves")->Rect();
    c->MouseMoveToPos({panel.GetCenter().x, panel.Min.y + 0.12F * panel.GetHeight()});
    c->Yield(5);
    pointed = model().step_pointed_at;
    for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
      const std::string name = window->Name;
      told = told || (window->Active && name.starts_with("##Tooltip"));
    }
  });
  EXPECT_GT(pointed, 10);
  EXPECT_LT(pointed, 55);
  EXPECT_TRUE(told) << "its values and their meaning";
  play([](ImGuiTestContext* c) { c->MouseMoveToPos({640, 300}); });
  EXPECT_EQ(model().step_pointed_at, -1);
}

TEST_F(UiInstruments, WhatAnotherCheckpointSeesAndWhatIsNearestAreCurvesToo) {
  const auto& checkpoint = desk().series.checkpoints.front();
  choose(checkpoint.title + "##" + checkpoint.file);
  ASSERT_TRUE(draw_until([&] { return model().frame && !model().frame->second.empty(); }));
  draw(2);
  EXPECT_TRUE(text_shown("Curves", "Seen by " + checkpoint.title)) << drawn_text("Curves");
  choose("Nearest by features");
  ASSERT_TRUE(
      draw_until([&] { return !model().history.empty() && !model().history.back().nearest.empty(); }));
  draw(2);
  EXPECT_TRUE(text_shown("Curves", "Nearest species"));
  EXPECT_FALSE(text_shown("Curves", "Seen by"));
}

TEST_F(UiInstruments, ALongDreamCostsNoMoreToDrawThanItsCurvesAreWide) {
  model().run = false;
  ASSERT_TRUE(obeyed());
  const std::uint64_t dream = model().frame->dream;
  const auto corners = [] { return ImGui::FindWindowByName("Curves")->DrawList->VtxBuffer.Size; };
  for (int step = 1; step <= 1000; ++step) {
    engine::LoggedStep logged{dream, model().frame->report, {}, {}};
    logged.report.step = step;
    logged.report.objective = std::sin(static_cast<float>(step));
    model().history.add(logged);
  }
  draw(2);
  const int of_a_thousand = corners();
  for (int step = 1001; step <= 200'000; ++step) {
    engine::LoggedStep logged{dream, model().frame->report, {}, {}};
    logged.report.step = step;
    logged.report.objective = std::sin(static_cast<float>(step));
    model().history.add(logged);
  }
  draw(2);
  EXPECT_EQ(model().history.back().report.step, 200'000) << "to the newest";
  EXPECT_LT(corners(), 3 * of_a_thousand);
}

TEST_F(UiInstruments, OneSecondOpinionAtATime) {
  choose("Nearest by features");
  const auto& checkpoint = desk().series.checkpoints.front();
  choose(checkpoint.title + "##" + checkpoint.file);
  EXPECT_FALSE(model().nearest);
  EXPECT_EQ(model().second, checkpoint::place_at(0));
}

}  // namespace
}  // namespace birddream::ui
