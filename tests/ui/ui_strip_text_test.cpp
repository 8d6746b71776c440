#include <map>

#include "ui/drawn_text.h"
#include "ui/hands.h"
#include "ui/theme.h"

#include <imgui_internal.h>

namespace birddream::ui {
namespace {

/// What the checkpoint strip and the filmstrip tell of each checkpoint.
class UiStripText : public Hands {
 protected:
  void SetUp() override { begin(5); }
  /// The highest point of the accuracy's area near each tick, px above the strip's line; a tick without any
  /// is left out.
  static std::map<int, float> heights(const ImRect& strip) {
    const float em = ImGui::GetFontSize();
    const float first = strip.Min.x + 1.2F * em;
    const float spacing = (strip.GetWidth() - 2.4F * em) / 4;
    const ImU32 colour = ImGui::ColorConvertFloat4ToU32(faded(palette().text_faint, 0.16F));
    std::map<int, float> found;
    for (const ImDrawVert& vertex : ImGui::FindWindowByName("Checkpoint")->DrawList->VtxBuffer) {
      const float along = (vertex.pos.x - first) / spacing;
      const int tick = static_cast<int>(std::lround(along));
      if (vertex.col != colour || std::abs(along - static_cast<float>(tick)) * spacing > 2) continue;
      float& height = found[tick];
      height = std::max(height, strip.Max.y - 2.0F * em - vertex.pos.y);
    }
    return found;
  }
  std::string tooltip_at(float along) {
    std::string told;
    play([&](ImGuiTestContext* c) {
      const ImRect strip = c->ItemInfo("//Checkpoint/##checkpoint").RectFull;
      c->MouseMoveToPos({strip.Min.x + along * strip.GetWidth(), strip.GetCenter().y});
      c->SleepNoSkip(1.0F, 1.0F / 60);
      for (const ImGuiWindow* window : c->UiContext->Windows) {
        if (window->Active && std::string(window->Name).starts_with("##Tooltip"))
          told += drawn_text(*window->DrawList);
      }
    });
    return told;
  }
};

TEST_F(UiStripText, UnderEachTickItsTitleAndAccuracy) {
  for (const char* text : {"ImageNet", "epoch 1 16 %", "epoch 2 22 %", "epoch 3 28 %", "epoch 4 34 %"})
    EXPECT_TRUE(text_shown("Checkpoint", text)) << text << " in " << drawn_text("Checkpoint");
}

TEST_F(UiStripText, ATicksTooltipSaysHowItWasTrainedAndWhatWasMeasured) {
  const std::string told = tooltip_at(0.75F);
  for (const char* fact : {"epoch3", "Alllayers", "28%right", "51%inthefirstfive", "6300photosseen"})
    EXPECT_NE(told.find(fact), std::string::npos) << fact << " in " << told;
}

TEST_F(UiStripText, TheAccuracyCurveRisesFromTheFirstThatWasMeasured) {
  ImRect strip;
  play([&](ImGuiTestContext* c) { strip = c->ItemInfo("//Checkpoint/##checkpoint").RectFull; });
  draw(2);
  const std::map<int, float> curve = heights(strip);
  ASSERT_EQ(curve.size(), 4U) << "the first was not measured";
  for (const auto& [tick, height] : curve) {
    const float share = 0.1F + 0.06F * static_cast<float>(tick);
    EXPECT_NEAR(height / curve.at(4), share / 0.34F, 0.06F) << tick;
  }
}

TEST_F(UiStripText, ATileTellsItsAccuracy) {
  params().steps = 6;
  model().show_filmstrip = true;
  restart(model());
  ASSERT_TRUE(draw_until([this] {
    const auto& strip = model().beside;
    return strip && strip->tiles.size() == 5 && strip->tiles.back().report.step == 6;
  }));
  draw(2);
  for (const char* text : {"epoch 2 22 %", "epoch 4 34 %"})
    EXPECT_TRUE(text_shown("Filmstrip", text)) << text << " in " << drawn_text("Filmstrip");
  EXPECT_FALSE(text_shown("Filmstrip", "stopped"));
}

TEST_F(UiStripText, ATileThatStoppedSaysSoInItsPlace) {
  params().steps = 6;
  restart(model());
  ASSERT_TRUE(draw_until([this] { return model().frame->phase == engine::Phase::finished; }));
  painting->fail_at_step = 3;  // the main dream is past it
  model().show_filmstrip = true;
  EXPECT_TRUE(draw_until([] { return text_shown("Filmstrip", "epoch 2 stopped"); }))
      << drawn_text("Filmstrip");
  EXPECT_FALSE(text_shown("Filmstrip", "22 %"));
}

}  // namespace
}  // namespace birddream::ui
