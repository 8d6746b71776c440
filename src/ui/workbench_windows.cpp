#include <imgui.h>

#include <utility>

#include "ui/layout.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/workbench.h"

namespace birddream::ui {
namespace {

constexpr ImGuiWindowFlags panel_flags = ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoFocusOnAppearing;
constexpr ImGuiWindowFlags fixed = ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;

// The corner's triangle, which brings a panel's tab back, is a button: invisible until the pointer is there.
bool begin_panel(const char* name, ImGuiWindowFlags flags) {
  ImGui::PushStyleColor(ImGuiCol_Button, ImVec4{0, 0, 0, 0});
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, ImVec4{0, 0, 0, 0});
  const bool open = ImGui::Begin(name, nullptr, flags | panel_flags);
  ImGui::PopStyleColor(2);
  return open;
}

void draw_panel(const char* name, void (*draw)(Desk&), Desk& desk, ImGuiWindowFlags flags = 0) {
  if (begin_panel(name, flags)) draw(desk);
  ImGui::End();
}

}  // namespace

void Workbench::draw_windows() {
  if (desk_.model.picture_only) {
    const ImGuiViewport* viewport = ImGui::GetMainViewport();
    ImGui::SetNextWindowPos(viewport->Pos);
    ImGui::SetNextWindowSize(viewport->Size);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2{0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::PushStyleColor(ImGuiCol_WindowBg, palette().canvas);
    constexpr ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoSavedSettings |
                                       ImGuiWindowFlags_NoDocking | ImGuiWindowFlags_NoMove |
                                       ImGuiWindowFlags_NoBringToFrontOnFocus;
    if (ImGui::Begin("Picture only", nullptr, flags)) {
      keep_dock_space();
      picture_->draw(desk_, true);
    }
    ImGui::End();
    ImGui::PopStyleColor();
    ImGui::PopStyleVar(3);
  } else {
    draw_menu_bar(desk_);
    draw_transport_bar(desk_);
    draw_dock_space(std::exchange(desk_.arrange, std::nullopt));
    draw_docked();
  }
  draw_gallery(desk_, gallery_);
  draw_school(desk_, school_);
  draw_film(desk_, film_);
  draw_cross_scores(desk_);
  draw_keys_window(desk_);
  draw_statistics(desk_);
  draw_palette(desk_);
  open_.draw(desk_);
}

void Workbench::draw_docked() {
  const float em = ImGui::GetFontSize();
  ImGui::PushStyleColor(ImGuiCol_WindowBg, palette().canvas);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2{0.7F * em, 0.6F * em});
  const bool open = begin_panel(window::picture, fixed);
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
  if (open) picture_->draw(desk_, false);
  ImGui::End();
  // Where it is a tab in the back, the search comes to the front with it.
  if (desk_.focus_search) ImGui::SetNextWindowFocus();
  draw_panel(window::species, draw_species_panel, desk_, fixed);
  draw_panel(window::recipe, draw_recipe_panel, desk_);
  const bool film_was_open = std::exchange(film_open_, desk_.model.show_filmstrip);
  if (film_open_) {
    // Where it is one of several tabs (draw_dock_space()) it comes to the front.
    if (!film_was_open) ImGui::SetNextWindowFocus();
    if (begin_panel(window::filmstrip, fixed)) filmstrip_.draw(desk_);
    ImGui::End();
  }
  draw_panel(window::checkpoint, draw_checkpoint_panel, desk_, fixed);
  draw_panel(window::sees, draw_sees_panel, desk_);
  draw_panel(window::curves, draw_curves_panel, desk_, fixed);
}

}  // namespace birddream::ui
