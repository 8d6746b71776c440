#include "ui/drawn_text.h"
#include "ui/hands.h"
#include "ui/model.h"
#include "ui/settings.h"

namespace birddream::ui {
namespace {

class UiSpecies : public Hands {
 protected:
  void search(const char* text) {
    play([text](ImGuiTestContext* c) {
      c->ItemClick("//Species/##search");
      c->KeyCharsReplace(text);
    });
  }
  // The star is the row's right end, the plus is left of it.
  void click_mark(const char* row, float place) {
    play([row, place](ImGuiTestContext* c) {
      const ImGuiTestItemInfo item = c->ItemInfo(row);
      c->MouseMoveToPos(
          {item.RectFull.Max.x - (0.75F + 1.5F * place) * ImGui::GetFontSize(), item.RectFull.GetCenter().y});
      c->MouseClick();
    });
  }
  void click_star(const char* row) { click_mark(row, 0); }
  void click_plus(const char* row) { click_mark(row, 1); }
};

TEST_F(UiSpecies, TypingShowsTheRowsThatMatch) {
  draw(5);
  ASSERT_TRUE(text_shown("Species", "goldfinch"));  // the list begins near the flamingo
  search("pea");
  EXPECT_TRUE(text_shown("Species", "peacock"));
  EXPECT_FALSE(text_shown("Species", "goldfinch"));
  search("Phoenicopterus");  // the flamingo's scientific name
  EXPECT_TRUE(text_shown("Species", "flamingo"));
  EXPECT_FALSE(text_shown("Species", "peacock"));
  search("gryphon");
  EXPECT_TRUE(text_shown("Species", "No species of that name."));
}

TEST_F(UiSpecies, TheWheelGoesOnWhileTheSearchHasTheKeyboard) {
  float scrolled = 0;
  search("a");
  play([&](ImGuiTestContext* c) {
    const ImGuiTestItemInfo list = c->WindowInfo("//Species/##list");
    c->MouseMoveToPos(list.RectFull.GetCenter());
    c->MouseWheelY(-3);
    c->Yield(10);
    scrolled = list.Window->Scroll.y;
  });
  EXPECT_GT(scrolled, 10);
  play([&](ImGuiTestContext* c) {
    c->KeyPress(ImGuiKey_DownArrow);
    c->Yield(3);
    scrolled = c->WindowInfo("//Species/##list").Window->Scroll.y;
  });
  EXPECT_LT(scrolled, 40) << "the row that was highlighted comes back into sight";
}

TEST_F(UiSpecies, AnotherSeriesBringsItsOwnNames) {
  checkpoint::Series other = bench_series();
  other.folder = folder / "other";
  other.classes = {{"wren", "Troglodytes", true}, {"robin", "", true}};
  change_series(desk(), other);
  draw(5);
  EXPECT_TRUE(text_shown("Species", "robin"));
  EXPECT_FALSE(text_shown("Species", "goldfinch"));
  search("troglo");
  EXPECT_TRUE(text_shown("Species", "wren"));
  EXPECT_FALSE(text_shown("Species", "robin"));
}

TEST_F(UiSpecies, AClickOnARowDreamsOfItsSpecies) {
  const int restarts = painting->restarts;
  search("pea");
  EXPECT_EQ(species_of(params()), "flamingo");  // typing alone chooses nothing
  play([](ImGuiTestContext* c) { c->ItemClick("//Species/**/peacock"); });
  EXPECT_EQ(species_of(params()), "peacock");
  EXPECT_TRUE(draw_until([&] { return painting->restarts == restarts + 1; }));
  EXPECT_TRUE(draw_until([&] { return species_of(painting->used()) == "peacock"; }));
  EXPECT_TRUE(desk().settings.favourites.empty());
}

TEST_F(UiSpecies, AClickOnAStarKeepsTheSpeciesAtTheTop) {
  const auto place = [](const char* species) { return drawn_text("Species").find(species); };
  draw(5);
  ASSERT_LT(place("goldfinch"), place("goose"));
  const std::uint64_t restarts = model().restarts;
  click_star("//Species/**/goose");
  EXPECT_EQ(desk().settings.favourites, std::vector<std::string>{"goose"});
  play([](ImGuiTestContext* c) { c->ScrollToTop(c->WindowInfo("//Species/##list").ID); });
  EXPECT_LT(place("goose"), place("baldeagle"));
  EXPECT_EQ(species_of(params()), "flamingo");  // a star is not a choice
  EXPECT_EQ(model().restarts, restarts);

  const auto file = folder / "settings.json";
  ASSERT_TRUE(save_settings(file, to_text(workbench->settings())));
  std::string notice;
  EXPECT_EQ(load_settings(file, notice).favourites, std::vector<std::string>{"goose"});

  click_star("//Species/**/goose");
  EXPECT_TRUE(desk().settings.favourites.empty());
  EXPECT_EQ(place("goose"), std::string::npos);  // back among the others, below
}

TEST_F(UiSpecies, SeveralBirdsAreMixedWithWeightsWhileTheDreamLivesOn) {
  draw(5);
  const std::uint64_t dream = model().frame->dream;
  click_plus("//Species/**/goose");
  play([](ImGuiTestContext* c) {
    c->KeyDown(ImGuiMod_Ctrl);
    c->ItemClick("//Species/**/goldfinch");
    c->KeyUp(ImGuiMod_Ctrl);
  });
  ASSERT_EQ(params().targets.size(), 3U);
  EXPECT_EQ(params().targets[0].species, "flamingo");
  EXPECT_EQ(params().targets[1].species, "goose");
  EXPECT_EQ(params().targets[2].species, "goldfinch");
  EXPECT_EQ(params().targets[2].kind, params().targets[0].kind);
  play([](ImGuiTestContext* c) { c->ItemInputValue("//Species/$$1/##mix_weight", 0.4F); });
  EXPECT_FLOAT_EQ(params().targets[1].weight, 0.4F);
  EXPECT_TRUE(draw_until([&] { return painting->used().targets == params().targets; }));
  EXPECT_EQ(model().frame->dream, dream) << "it lives on";
  play([](ImGuiTestContext* c) { c->ItemClick("//Species/$$1/##mix_weight", ImGuiMouseButton_Right); });
  EXPECT_FLOAT_EQ(params().targets[1].weight, 1);

  play([](ImGuiTestContext* c) { c->ItemClick("//Species/$$0/###mix_remove"); });
  ASSERT_EQ(params().targets.size(), 2U);
  EXPECT_EQ(species_of(params()), "goose");
  click_plus("//Species/**/goose");  // a minus now
  ASSERT_EQ(params().targets.size(), 1U);
  click_plus("//Species/**/goldfinch");
  EXPECT_EQ(params().targets.size(), 1U) << "the last one stays";
  EXPECT_FALSE(text_shown("Species", "1.00")) << "one bird alone has no weight to set";
}

TEST_F(UiSpecies, KeysGoToTheNextSpeciesOfTheListAndBack) {
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Species/##search");
    c->KeyCharsReplaceEnter("black");
  });
  std::vector<std::string> seen = {species_of(params())};
  for (int i = 0; i < 3; ++i) {
    play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_PageDown); });
    seen.push_back(species_of(params()));
  }
  EXPECT_EQ(seen[0], "black grouse");
  EXPECT_EQ(seen[1], "black stork");
  EXPECT_EQ(seen[2], "black swan");
  EXPECT_EQ(seen[3], "black grouse") << "round and round";
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_PageUp); });
  EXPECT_EQ(species_of(params()), "black swan");
  EXPECT_TRUE(draw_until([&] { return species_of(painting->used()) == "black swan"; }));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Shift | ImGuiKey_D); });
  EXPECT_NE(species_of(params()), "black swan");
  EXPECT_EQ(species_of(params()).rfind("black ", 0), 0U) << "of the list";
}

TEST_F(UiSpecies, TheSpeciesSearchPicksTheFirstOnEnter) {
  const int restarts = painting->restarts;
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Species/##search");
    c->KeyCharsReplaceEnter("pea");
  });
  EXPECT_EQ(species_of(params()), "peacock");
  EXPECT_TRUE(draw_until([&] { return painting->restarts == restarts + 1; }));
  EXPECT_TRUE(draw_until([&] { return species_of(painting->used()) == "peacock"; }));
}

TEST_F(UiSpecies, ArrowKeysMoveInTheSearch) {
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Species/##search");
    c->KeyCharsReplace("black");
    c->KeyPress(ImGuiKey_DownArrow, 2);
    c->KeyPress(ImGuiKey_UpArrow);
    c->KeyPress(ImGuiKey_Enter);
  });
  EXPECT_EQ(species_of(params()), "black stork");
}

}  // namespace
}  // namespace birddream::ui
