#include "ui/layout.h"

#include <imgui.h>
#include <imgui_internal.h>

namespace birddream::ui {
namespace {

void arrange(ImGuiID space, ImVec2 size) {
  ImGui::DockBuilderRemoveNode(space);
  ImGui::DockBuilderAddNode(space, ImGuiDockNodeFlags_DockSpace);
  ImGui::DockBuilderSetNodeSize(space, size);
  ImGuiID centre = space;
  ImGuiID left = ImGui::DockBuilderSplitNode(centre, ImGuiDir_Left, 0.215F, nullptr, &centre);
  ImGuiID right = ImGui::DockBuilderSplitNode(centre, ImGuiDir_Right, 0.235F, nullptr, &centre);
  const ImGuiID below = ImGui::DockBuilderSplitNode(centre, ImGuiDir_Down, 0.105F, nullptr, &centre);
  const ImGuiID left_top = ImGui::DockBuilderSplitNode(left, ImGuiDir_Up, 0.34F, nullptr, &left);
  const ImGuiID right_top = ImGui::DockBuilderSplitNode(right, ImGuiDir_Up, 0.30F, nullptr, &right);
  const ImGuiID right_bottom = ImGui::DockBuilderSplitNode(right, ImGuiDir_Down, 0.42F, nullptr, &right);
  ImGui::DockBuilderDockWindow(window::picture, centre);
  ImGui::DockBuilderDockWindow(window::checkpoint, below);
  ImGui::DockBuilderDockWindow(window::species, left_top);
  ImGui::DockBuilderDockWindow(window::recipe, left);
  ImGui::DockBuilderDockWindow(window::sees, right_top);
  ImGui::DockBuilderDockWindow(window::curves, right);
  ImGui::DockBuilderDockWindow(window::objective, right_bottom);
  ImGui::DockBuilderFinish(space);
}

}  // namespace

void draw_dock_space(bool reset) {
  const ImGuiID space = ImGui::GetID("birddream dock space");
  const ImGuiDockNode* node = ImGui::DockBuilderGetNode(space);
  if (reset || node == nullptr || !node->IsSplitNode()) arrange(space, ImGui::GetMainViewport()->WorkSize);
  ImGui::DockSpaceOverViewport(space, ImGui::GetMainViewport(), ImGuiDockNodeFlags_AutoHideTabBar);
}

}  // namespace birddream::ui
