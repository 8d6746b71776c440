#include <fstream>

#include "recipe/own_presets.h"
#include "ui/hands.h"

namespace birddream::ui {
namespace {

class UiPresets : public Hands {
 protected:
  void SetUp() override {
    begin(1);
    desk().settings.presets_folder = folder.path() / "presets";
  }
};

TEST_F(UiPresets, ARecipeIsSavedAndPickedAgain) {
  params().jitter = 33;
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Recipe/###save");
    c->ItemInputValue("//$FOCUSED/##title", "Shaky birds");
  });
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "presets" / "shaky-birds.json")) << toast();
  EXPECT_EQ(model().preset, "shaky-birds");
  EXPECT_EQ(preset_params(model()).jitter, 33);
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Recipe/##preset");
    c->ItemClick("//$FOCUSED/##original-2021");
    c->ItemClick("//Recipe/##preset");
    c->ItemClick("//$FOCUSED/##shaky-birds");
  });
  EXPECT_EQ(params().jitter, 33);
  EXPECT_EQ(species_of(params()), "flamingo");
}

TEST_F(UiPresets, ItIsThereAsSoonAsItsFileIs) {
  params().jitter = 33;
  save_as_preset(desk(), "Shaky birds");
  EXPECT_TRUE(desk().background.busy()) << "the window does not wait for the disk";
  EXPECT_EQ(model().preset, "birds");
  settle();
  EXPECT_EQ(model().preset, "shaky-birds");
  EXPECT_NE(toast().find("shaky-birds.json"), std::string::npos);
  save_as_preset(desk(), "???");
  settle();
  EXPECT_NE(toast().find("needs a title"), std::string::npos) << toast();
  EXPECT_EQ(model().preset, "shaky-birds");
}

TEST_F(UiPresets, OneOfTheUsersOwnCanBeRemoved) {
  params().jitter = 33;
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Recipe/###save");
    c->ItemInputValue("//$FOCUSED/##title", "Shaky birds");
  });
  ASSERT_EQ(model().preset, "shaky-birds");
  const std::size_t before = model().presets.size();
  play([](ImGuiTestContext* c) { c->ItemClick("//Recipe/###remove"); });
  EXPECT_EQ(model().presets.size(), before - 1);
  EXPECT_EQ(model().preset, "birds");
  EXPECT_EQ(params().jitter, 33) << "what the sliders say stays";
  const auto presets = folder.path() / "presets";
  EXPECT_FALSE(std::filesystem::exists(presets / "shaky-birds.json"));
  EXPECT_TRUE(std::filesystem::exists(presets / "shaky-birds.json.removed")) << toast();
}

TEST_F(UiPresets, AFileThatIsDroppedIsAddedAndTaken) {
  recipe::DreamParams given = recipe::find_preset("birds")->params;
  given.rotate = 77;
  const auto file = recipe::save_preset(folder.path(), recipe::preset_of(given, "From a friend"));
  ASSERT_TRUE(file);
  drop({*file});
  EXPECT_EQ(model().preset, "from-a-friend");
  EXPECT_EQ(params().rotate, 77);
  EXPECT_TRUE(std::filesystem::exists(desk().settings.presets_folder / "from-a-friend.json"));
  const auto wrong = folder.path() / "wrong.json";
  std::ofstream(wrong) << R"({"birddream_preset": 1, "params": {"rotate": "much"}})";
  drop({wrong});
  EXPECT_EQ(params().rotate, 77) << "nothing changed";
}

TEST_F(UiPresets, APresetIsPickedFromTheList) {
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Recipe/##preset");
    c->ItemClick("//$FOCUSED/##deepdream-2015");
  });
  EXPECT_EQ(model().preset, "deepdream-2015");
  EXPECT_EQ(params().octaves, 4);
  EXPECT_TRUE(draw_until([&] { return painting->used().octaves == 4; }));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z); });
  EXPECT_EQ(model().preset, "birds");
  EXPECT_EQ(params().octaves, 1);
}

}  // namespace
}  // namespace birddream::ui
