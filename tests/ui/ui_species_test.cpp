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
  // The star is the row's right end.
  void click_star(const char* row) {
    play([row](ImGuiTestContext* c) {
      const ImGuiTestItemInfo item = c->ItemInfo(row);
      c->MouseMoveToPos(
          {item.RectFull.Max.x - 0.5F * item.RectFull.GetHeight(), item.RectFull.GetCenter().y});
      c->MouseClick();
    });
  }
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
  ASSERT_TRUE(save_settings(file, workbench->settings()));
  std::string notice;
  EXPECT_EQ(load_settings(file, notice).favourites, std::vector<std::string>{"goose"});

  click_star("//Species/**/goose");
  EXPECT_TRUE(desk().settings.favourites.empty());
  EXPECT_EQ(place("goose"), std::string::npos);  // back among the others, below
}

}  // namespace
}  // namespace birddream::ui
