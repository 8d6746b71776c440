#include <imgui.h>

#include <filesystem>

#include "recipe/param_table.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/param_widget.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

void draw_photo(Desk& desk) {
  recipe::DreamParams& params = desk.model.params;
  row_label("Photo");
  if (params.start_photo.empty()) {
    if (ImGui::Button("Choose ...", {-1, 0})) {
      desk.model.photo_for = photo_for_start;
      desk.model.show_open = true;
    }
    explain("Or drop a photo on the window", "Until then the dream begins from gray.");
    return;
  }
  const std::string name = std::filesystem::path(params.start_photo).filename().string();
  const float button = ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.x;
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(squeezed(name, ImGui::GetContentRegionAvail().x - button).c_str());
  explain(params.start_photo);
  ImGui::SameLine();
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - ImGui::GetFrameHeight());
  if (icon_button("##no_photo", icon::close, "Begin from gray again")) {
    params.start = recipe::StartKind::gray;
    params.start_photo.clear();
  }
}

void draw_seed(Desk& desk) {
  const recipe::ParamInfo& info = *recipe::find_param("seed");
  std::uint64_t& seed = desk.model.params.seed;
  row_label(info.label);
  ImGui::SetNextItemWidth(-(ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.x));
  ImGui::InputScalar("##seed", ImGuiDataType_U64, &seed);
  seed = std::min(seed, static_cast<std::uint64_t>(info.max));
  explain(std::string(info.help));
  ImGui::SameLine();
  if (icon_button("##new_seed", icon::dice, "Another seed")) pick_random_seed(desk.model);
}

}  // namespace

void draw_start(Desk& desk, const recipe::DreamParams& standard) {
  recipe::DreamParams& params = desk.model.params;
  draw_seed(desk);
  param_widget(*recipe::find_param("start"), params, standard);
  if (params.start == recipe::StartKind::photo) {
    draw_photo(desk);
    if (!params.start_photo.empty()) param_widget(*recipe::find_param("start_blur"), params, standard);
  } else {
    if (params.start != recipe::StartKind::gray)
      param_widget(*recipe::find_param("start_contrast"), params, standard);
    note("Or drop a photo on the window.");
  }
  if (ImGui::Button("Dream upon a video ...", {-1, 0})) desk.model.show_film = true;
  explain("Picture by picture, what was dreamt before carried over, its sound kept.");
}

}  // namespace birddream::ui
