#include <fstream>

#include "ui/hands.h"

#include <imgui_internal.h>

namespace birddream::ui {
namespace {

using UiFilmNarrow = Hands;

TEST_F(UiFilmNarrow, TheVideosWindowGrowsUpwardsRatherThanOutOfTheMainOne) {
  std::string said = "The disk is full.";
  for (int i = 0; i < 20; ++i) said += " And so is the next one.";
  const std::filesystem::path program = folder / "dreamer.sh";
  std::ofstream(program) << "#!/bin/sh\necho " << said << "\nexit 1\n";
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  begin_with([&](Settings& settings) { settings.scale = 1.5F, settings.program = program; });
  model().show_film = true;
  model().film.file = folder / "garden.mp4";
  draw(5);
  const ImRect before = ImGui::FindWindowByName("Video")->Rect();
  play([](ImGuiTestContext* c) { c->ItemClick("//Video/Dream it"); });
  ASSERT_TRUE(draw_until([&] { return toast() == said; })) << toast();
  draw(5);
  const ImRect window = ImGui::FindWindowByName("Video")->Rect();
  const ImGuiViewport& room = *ImGui::GetMainViewport();
  const float bottom = room.WorkPos.y + room.WorkSize.y;
  ASSERT_GT(before.Min.y + window.GetHeight(), bottom) << "it would not have fitted where it was";
  EXPECT_GE(window.Min.y, room.WorkPos.y);
  EXPECT_LE(window.Max.y, bottom) << "it covers no bar";
  EXPECT_LE(window.Max.x, room.WorkSize.x);
}

}  // namespace
}  // namespace birddream::ui
