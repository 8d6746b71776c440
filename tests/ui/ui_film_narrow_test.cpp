#include "ui/hands.h"

#include <imgui_internal.h>

namespace birddream::ui {
namespace {

using UiFilmNarrow = Hands;

TEST_F(UiFilmNarrow, TheVideosWindowGrowsUpwardsRatherThanOutOfTheMainOne) {
  begin_with([](Settings& settings) { settings.scale = 2.5F; });
  model().show_film = true;
  draw(5);
  const float empty = ImGui::FindWindowByName("Video")->Rect().GetHeight();
  model().film.file = folder / "garden.mp4";
  draw(5);
  const ImRect window = ImGui::FindWindowByName("Video")->Rect();
  ASSERT_GT(window.GetHeight(), empty);
  EXPECT_GE(window.Min.y, 0);
  EXPECT_LE(window.Max.y, ImGui::GetIO().DisplaySize.y);
  EXPECT_LE(window.Max.x, ImGui::GetIO().DisplaySize.x);
}

}  // namespace
}  // namespace birddream::ui
