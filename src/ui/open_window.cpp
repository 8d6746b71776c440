#include "ui/open_window.h"

#include <imgui.h>
#include <misc/cpp/imgui_stdlib.h>

#include <algorithm>

#include "base/text.h"
#include "record/video_source.h"
#include "ui/icons.h"
#include "ui/open_file.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace fs = std::filesystem;
namespace {

constexpr const char* title = "Open";

const char* glyph_of(const FileRow& row) {
  if (row.folder) return icon::folder;
  if (record::is_video_name(row.path)) return icon::film;
  return to_lower(row.path.extension().string()) == ".json" ? icon::file : icon::picture;
}

/// The last folder, the save folder, or the nearest one above it: that one is made with the first snapshot.
fs::path first_folder(fs::path start) {
  std::error_code ignored;
  if (start.empty()) start = fs::current_path(ignored);
  while (!fs::is_directory(start, ignored) && start.has_relative_path()) start = start.parent_path();
  return start;
}

}  // namespace

void OpenWindow::appear(Desk& desk) {
  typed_.clear();
  opened_ = false;
  fs::path start = desk.settings.open_folder;
  if (const auto saved = desk.saver.folder(); start.empty() && saved) start = *saved;
  look(desk, [start] { return first_folder(start); });
}

// A folder may be on a slow disk, or hold thousands of files.
void OpenWindow::look(Desk& desk, std::function<fs::path()> where) {
  looking_ = true;
  desk.background.run([this, &desk, where = std::move(where)]() -> Background::Then {
    const fs::path place = where();
    std::error_code ignored;
    if (!fs::is_directory(place, ignored)) return [this, &desk, place] { open(desk, place); };
    return [this, place, rows = list_folder(place)] {
      folder_ = place;
      rows_ = rows;
      typed_.clear();
      looking_ = false;
    };
  });
}

void OpenWindow::open(Desk& desk, const fs::path& file) {
  looking_ = false;
  desk.settings.open_folder = folder_;
  open_file(desk, file);
  opened_ = true;
}

void OpenWindow::draw_rows(Desk& desk) {
  const float em = ImGui::GetFontSize();
  const FileRow* chosen = nullptr;
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(rows_.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const FileRow& row = rows_[static_cast<std::size_t>(i)];
      ImGui::PushID(row.name.c_str());
      const ImVec2 at = ImGui::GetCursorScreenPos();
      if (ImGui::Selectable("##row")) chosen = &row;
      ImDrawList& draw = *ImGui::GetWindowDrawList();
      draw.AddText({at.x + 0.2F * em, at.y}, packed(palette().text_quiet), glyph_of(row));
      draw.AddText({at.x + 1.8F * em, at.y}, packed(palette().text), row.name.c_str());
      ImGui::PopID();
    }
  }
  if (rows_.empty()) note(looking_ ? "Looking into the folder." : "No pictures or sessions here.");
  if (chosen == nullptr) return;
  if (!chosen->folder) return open(desk, chosen->path);
  look(desk, [folder = chosen->path] { return folder; });
}

void OpenWindow::draw(Desk& desk) {
  if (desk.model.show_open) {
    ImGui::OpenPopup(title);
    appear(desk);
    desk.model.show_open = false;
  }
  const float em = ImGui::GetFontSize();
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(viewport->GetWorkCenter(), ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSize(
      {std::min(40 * em, viewport->WorkSize.x), std::min(34 * em, viewport->WorkSize.y)});
  bool stays = true;
  if (!ImGui::BeginPopupModal(title, &stays, ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove)) return;
  if (icon_button("##up", icon::up, "The folder above") && folder_.has_relative_path())
    look(desk, [above = folder_.parent_path()] { return above; });
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  ImGui::TextColored(palette().text_quiet, "%s",
                     squeezed(folder_.string(), ImGui::GetContentRegionAvail().x).c_str());
  const float below = 2 * ImGui::GetFrameHeightWithSpacing() + 2.2F * em;
  if (ImGui::BeginChild("##rows", {0, -below}, ImGuiChildFlags_Borders)) draw_rows(desk);
  ImGui::EndChild();
  ImGui::SetNextItemWidth(-1);
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  if (ImGui::InputTextWithHint("##path", "Or type a path", &typed_, ImGuiInputTextFlags_EnterReturnsTrue) &&
      !typed_.empty())
    look(desk, [path = typed_path(typed_, folder_)] { return path; });
  note(
      "A snapshot brings its dream back, a session its parameters; any other picture becomes the start; a "
      "video is dreamt upon picture by picture.");
  const bool given_up = ImGui::Button("Cancel") || ImGui::IsKeyPressed(ImGuiKey_Escape) || !stays;
  if (given_up) desk.model.photo_for = photo_for_any;
  if (given_up || opened_) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

}  // namespace birddream::ui
