#include "ui/layout.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>

namespace birddream::ui {
namespace {

// Widths and heights in font sizes, but never so much that the picture is left with too little.
void arrange(ImGuiID space, ImVec2 size, Arrangement arrangement) {
  const float em = ImGui::GetFontSize();
  // Too narrow for instruments beside the picture and a filmstrip under it, they are tabs of the left column.
  const bool narrow = size.x < 44 * em;
  const float left_width = std::min(22.5F * em, (narrow ? 0.38F : 0.30F) * size.x);
  const float right_width = std::min(18.5F * em, 0.24F * size.x);
  // Its titles under the ticks must stay in sight.
  const float strip_height = std::min(8.2F * em, std::max(6.3F * em, 0.22F * size.y));
  // What the recipe with all its sections does not need is the list's.
  constexpr float recipe_height = 104;  // font sizes
  const float list_height = std::max(std::min(20.0F * em, 0.36F * size.y), size.y - recipe_height * em);
  const float sees_height = std::min(20.6F * em, 0.42F * size.y);

  ImGui::DockBuilderRemoveNode(space);
  ImGui::DockBuilderAddNode(space, ImGuiDockNodeFlags_DockSpace);
  ImGui::DockBuilderSetNodeSize(space, size);
  ImGuiID centre = space;
  ImGuiID left = ImGui::DockBuilderSplitNode(centre, ImGuiDir_Left, left_width / size.x, nullptr, &centre);
  const float rest = size.x - left_width;
  ImGuiID right =
      narrow ? 0 : ImGui::DockBuilderSplitNode(centre, ImGuiDir_Right, right_width / rest, nullptr, &centre);
  const ImGuiID below =
      ImGui::DockBuilderSplitNode(centre, ImGuiDir_Down, strip_height / size.y, nullptr, &centre);
  // Takes no place while it is closed.
  const float film_height = std::max(std::min(13.0F * em, 0.26F * size.y), 0.16F * size.y);
  const ImGuiID film_below =
      narrow ? 0
             : ImGui::DockBuilderSplitNode(centre, ImGuiDir_Down, film_height / (size.y - strip_height),
                                           nullptr, &centre);
  // Too low for two panels above each other, they share a place as tabs.
  const bool low = narrow || size.y < 42 * em;
  const ImGuiID left_top =
      low ? left : ImGui::DockBuilderSplitNode(left, ImGuiDir_Up, list_height / size.y, nullptr, &left);
  const ImGuiID film = narrow ? left : film_below;
  const bool study = arrangement == Arrangement::study;
  const float above = size.y - strip_height - film_height;
  const float row_height = std::min(12.0F * em, 0.3F * above);
  const ImGuiID row =
      study ? ImGui::DockBuilderSplitNode(centre, ImGuiDir_Down, row_height / above, nullptr, &centre) : 0;
  const ImGuiID sees =
      narrow  ? left
      : study ? right
              : ImGui::DockBuilderSplitNode(right, ImGuiDir_Up, sees_height / size.y, nullptr, &right);
  const ImGuiID curves = study ? row : narrow ? left : right;
  ImGui::DockBuilderDockWindow(window::picture, centre);
  ImGui::DockBuilderDockWindow(window::filmstrip, film);
  ImGui::DockBuilderDockWindow(window::checkpoint, below);
  ImGui::DockBuilderDockWindow(window::species, left_top);
  ImGui::DockBuilderDockWindow(window::recipe, left);
  ImGui::DockBuilderDockWindow(window::sees, sees);
  ImGui::DockBuilderDockWindow(window::curves, curves);
  // Bare from the start; of panels that share a place the tabs are needed.
  for (const ImGuiID id : {centre, film, below, left_top, left, sees, curves}) {
    ImGuiDockNode* node = ImGui::DockBuilderGetNode(id);
    if (node != nullptr && !(low && id == left))
      node->SetLocalFlags(node->LocalFlags | ImGuiDockNodeFlags_HiddenTabBar);
  }
  ImGui::DockBuilderFinish(space);
}

// A new arrangement gets a new number: a remembered one of an older program would leave new panels floating.
constexpr ImGuiID space_id = 0xB19DD003;

}  // namespace

void draw_dock_space(std::optional<Arrangement> anew) {
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  if (anew || ImGui::DockBuilderGetNode(space_id) == nullptr)
    arrange(space_id, viewport->WorkSize, anew.value_or(Arrangement::usual));
  // Bare while a node holds one panel: panels have titles of their own. The corner's triangle brings tabs
  // back.
  ImGui::DockSpaceOverViewport(space_id, viewport, ImGuiDockNodeFlags_AutoHideTabBar);
}

void keep_dock_space() {
  ImGui::DockSpace(space_id, {0, 0}, ImGuiDockNodeFlags_AutoHideTabBar | ImGuiDockNodeFlags_KeepAliveOnly);
}

}  // namespace birddream::ui
