#include "ui/hands.h"

#include <imgui_internal.h>

#include "base/atomic_file.h"
#include "ui/layout.h"
#include "ui/own_layouts.h"

namespace birddream::ui {
namespace {

class UiLayout : public Hands {
 protected:
  static ImRect place(const char* panel) { return ImGui::FindWindowByName(panel)->Rect(); }
  static bool is_docked(const char* panel) { return ImGui::FindWindowByName(panel)->DockIsActive; }
  static void expect_same_place(const char* panel, const ImRect& before) {
    SCOPED_TRACE(panel);
    const ImRect now = place(panel);
    EXPECT_NEAR(now.Min.x, before.Min.x, 1);
    EXPECT_NEAR(now.Min.y, before.Min.y, 1);
    EXPECT_NEAR(now.Max.x, before.Max.x, 1);
    EXPECT_NEAR(now.Max.y, before.Max.y, 1);
  }
  static void reset(ImGuiTestContext* c) { c->MenuClick("##MainMenuBar/View/Reset the layout"); }
};

TEST_F(UiLayout, ResetBringsAPanelBackThatWasPulledOut) {
  const ImRect recipe = place(window::recipe);
  const ImRect species = place(window::species);
  play([](ImGuiTestContext* c) {
    // As a hand does it: the corner's triangle shows the tab, the tab is dragged away.
    c->DockNodeHideTabBar(ImGui::FindWindowByName(window::recipe)->DockNode, false);
    c->UndockWindow(window::recipe);
    c->WindowMove(window::recipe, {500, 200});
  });
  ASSERT_FALSE(is_docked(window::recipe));
  play(reset);
  draw(3);
  EXPECT_TRUE(is_docked(window::recipe));
  expect_same_place(window::recipe, recipe);
  expect_same_place(window::species, species);
}

TEST_F(UiLayout, ResetPutsMovedBordersBack) {
  const ImRect picture = place(window::picture);
  const ImRect recipe = place(window::recipe);
  play([](ImGuiTestContext* c) {
    const ImRect panel = place(window::recipe);
    c->MouseMoveToPos({panel.Max.x + 1, panel.GetCenter().y});
    c->MouseDown();
    c->MouseMoveToPos({panel.Max.x + 81, panel.GetCenter().y});
    c->MouseUp();
  });
  ASSERT_NEAR(place(window::recipe).GetWidth(), recipe.GetWidth() + 80, 4);
  play(reset);
  draw(3);
  expect_same_place(window::recipe, recipe);
  expect_same_place(window::picture, picture);
}

TEST_F(UiLayout, TheInstrumentsMayStandUnderThePicture) {
  play(reset);
  draw(10);
  const ImRect curves = place(window::curves);
  play([](ImGuiTestContext* c) { c->MenuClick("##MainMenuBar/View/Instruments under the picture"); });
  draw(3);
  const ImRect picture = place(window::picture), row = place(window::curves);
  EXPECT_GE(row.Min.y, picture.Max.y);
  EXPECT_NEAR(row.Min.x, picture.Min.x, 1);
  EXPECT_NEAR(row.Max.x, picture.Max.x, 1);
  EXPECT_GT(picture.GetHeight(), 2 * row.GetHeight());
  play(reset);
  draw(10);
  expect_same_place(window::curves, curves);
}

TEST_F(UiLayout, OneIsKeptByNameAndComesBack) {
  desk().settings.layouts_folder = folder.path() / "layouts";
  const auto pull_out = [](ImGuiTestContext* c) {
    c->DockNodeHideTabBar(ImGui::FindWindowByName(window::recipe)->DockNode, false);
    c->UndockWindow(window::recipe);
    c->WindowMove(window::recipe, {500, 200});
  };
  play(pull_out);
  const ImRect recipe = place(window::recipe);
  play([](ImGuiTestContext* c) {
    c->MenuAction(ImGuiTestAction_Open, "//##MainMenuBar/View/Layouts");
    c->ItemInputValue("//$FOCUSED/##name", "pulled out");
  });
  ASSERT_TRUE(std::filesystem::exists(folder.path() / "layouts" / "pulled out.ini")) << toast();
  play(reset);
  draw(3);
  ASSERT_TRUE(is_docked(window::recipe));
  play([](ImGuiTestContext* c) { c->MenuClick("//##MainMenuBar/View/Layouts/pulled out"); });
  draw(3);
  EXPECT_FALSE(is_docked(window::recipe));
  expect_same_place(window::recipe, recipe);
  EXPECT_TRUE(is_docked(window::species));
  play([](ImGuiTestContext* c) { c->MenuClick("//##MainMenuBar/View/Layouts/Remove/pulled out"); });
  EXPECT_TRUE(layout_names(folder.path() / "layouts").empty());
}

TEST_F(UiLayout, ForeignFilesAndNamesAreRefused) {
  const auto layouts = folder.path() / "layouts";
  EXPECT_FALSE(save_layout(layouts, "../elsewhere", layout_text()));
  EXPECT_FALSE(save_layout(layouts, "", layout_text()));
  ASSERT_TRUE(write_file_atomically(folder / "foreign.ini", "[Window][Debug]\nPos=1,1\n"));
  const auto read = read_layout(folder.path(), "foreign");
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("foreign.ini"), std::string::npos);
  EXPECT_FALSE(read_layout(folder.path(), "not there"));
}

}  // namespace
}  // namespace birddream::ui
