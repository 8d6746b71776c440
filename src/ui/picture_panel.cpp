#include "ui/picture_panel.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "ui/icons.h"
#include "ui/theme.h"

namespace birddream::ui {
namespace {

constexpr float closest = 64;  // screen pixels a picture pixel
constexpr float farthest = 0.1F;

/// The panel's rectangle and how picture pixels lie in it.
struct Mapping {
  ImVec2 origin;
  float width, height;
  float zoom;
  float centre_x, centre_y;

  float to_picture_x(float x) const { return centre_x + (x - origin.x - width / 2) / zoom; }
  float to_picture_y(float y) const { return centre_y + (y - origin.y - height / 2) / zoom; }
};

void fit(PictureView& view, const gl::PictureTexture& texture, float width, float height) {
  const auto w = static_cast<float>(texture.width());
  const auto h = static_cast<float>(texture.height());
  view.zoom = std::clamp(std::min(width / w, height / h) * 0.97F, farthest, closest);
  view.centre_x = w / 2;
  view.centre_y = h / 2;
}

void pan_and_zoom(PictureView& view, const Mapping& map) {
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 2)) {
    view.centre_x -= io.MouseDelta.x / view.zoom;
    view.centre_y -= io.MouseDelta.y / view.zoom;
    view.fit = view.fit && io.MouseDelta.x == 0 && io.MouseDelta.y == 0;
  }
  if (!ImGui::IsItemHovered() || io.MouseWheel == 0) return;
  // The picture's point under the pointer stays there.
  const float x = map.to_picture_x(io.MousePos.x);
  const float y = map.to_picture_y(io.MousePos.y);
  const float zoom = std::clamp(view.zoom * std::pow(1.2F, io.MouseWheel), farthest, closest);
  view.centre_x = x - (x - view.centre_x) * view.zoom / zoom;
  view.centre_y = y - (y - view.centre_y) * view.zoom / zoom;
  view.zoom = zoom;
  view.fit = false;
}

// Position and value under the pointer, in the lower left corner.
void draw_readout(const Mapping& map, const image::PlanarView& picture) {
  if (!ImGui::IsItemHovered() || picture.empty() || picture.memory != image::Memory::cpu) return;
  const int x = static_cast<int>(std::floor(map.to_picture_x(ImGui::GetIO().MousePos.x)));
  const int y = static_cast<int>(std::floor(map.to_picture_y(ImGui::GetIO().MousePos.y)));
  if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) return;
  const std::size_t plane =
      static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height);
  const float* pixel = picture.data + static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                       static_cast<std::size_t>(x);
  const std::array<float, 3> rgb = {pixel[0], pixel[plane], pixel[2 * plane]};
  const auto byte = [](float v) { return static_cast<int>(std::lround(std::clamp(v, 0.0F, 1.0F) * 255)); };
  char text[128];
  std::snprintf(text, sizeof text, "%d, %d    %d %d %d    %.3f %.3f %.3f", x, y, byte(rgb[0]), byte(rgb[1]),
                byte(rgb[2]), static_cast<double>(rgb[0]), static_cast<double>(rgb[1]),
                static_cast<double>(rgb[2]));
  const float em = ImGui::GetFontSize();
  const ImVec2 size = ImGui::CalcTextSize(text);
  const ImVec2 at = {map.origin.x + 0.8F * em, map.origin.y + map.height - size.y - 0.8F * em};
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled({at.x - 0.5F * em, at.y - 0.3F * em},
                     {at.x + size.x + 0.5F * em, at.y + size.y + 0.3F * em}, IM_COL32(0, 0, 0, 170),
                     0.3F * em);
  draw.AddText(at, IM_COL32(235, 235, 230, 255), text);
}

}  // namespace

void PicturePanel::draw(Desk& desk) {
  draw_tools(desk);
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float width = std::max(room.x, 16.0F);
  const float height = std::max(room.y, 16.0F);
  if (!texture_.empty()) draw_picture(desk, width, height);
  draw_state(desk, width, height);
}

void PicturePanel::draw_tools(Desk& desk) {
  PictureView& view = desk.model.view;
  constexpr std::array<std::pair<gl::DisplayMode, const char*>, 3> modes = {
      {{gl::DisplayMode::raw, "Raw"},
       {gl::DisplayMode::stretched, "Stretched"},
       {gl::DisplayMode::split, "Raw | stretched"}}};
  for (const auto& [mode, title] : modes) {
    const bool lit = view.mode == mode;
    if (lit) ImGui::PushStyleColor(ImGuiCol_Button, palette().accent_quiet);
    if (ImGui::Button(title)) view.mode = mode;
    if (lit) ImGui::PopStyleColor();
    ImGui::SameLine(0, 0.2F * ImGui::GetFontSize());
  }
  ImGui::SameLine(0, ImGui::GetFontSize());
  bool smooth = view.filter == gl::Filter::smooth;
  if (ImGui::Checkbox("Smooth", &smooth)) view.filter = smooth ? gl::Filter::smooth : gl::Filter::nearest;
  if (view.mode == gl::DisplayMode::split) {
    ImGui::SameLine();
    ImGui::SetNextItemWidth(8 * ImGui::GetFontSize());
    ImGui::SliderFloat("##wipe", &view.wipe, 0, 1, "");
    ImGui::SetItemTooltip("Where raw ends and stretched begins");
  }
  if (texture_.empty()) return;
  char text[64];
  std::snprintf(text, sizeof text, "%d x %d   %.0f %%", texture_.width(), texture_.height(),
                static_cast<double>(view.zoom) * 100);
  ImGui::SameLine(
      std::max(ImGui::GetCursorPosX(), ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(text).x));
  ImGui::TextColored(palette().text_quiet, "%s", text);
}

void PicturePanel::draw_picture(Desk& desk, float width, float height) {
  PictureView& view = desk.model.view;
  if (view.fit) fit(view, texture_, width, height);
  const Mapping map{ImGui::GetCursorScreenPos(), width, height, view.zoom, view.centre_x, view.centre_y};

  gl::DisplaySettings settings;
  settings.mode = view.mode;
  settings.filter = view.filter;
  settings.wipe = view.wipe;
  settings.source = {map.to_picture_x(map.origin.x), map.to_picture_y(map.origin.y), width / view.zoom,
                     height / view.zoom};
  const ImVec4& canvas = palette().canvas;
  settings.background = {canvas.x, canvas.y, canvas.z};
  if (const auto& frame = desk.model.frame) {
    settings.low = frame->low;
    settings.high = frame->high;
  }
  const ImVec2 pixels = ImGui::GetIO().DisplayFramebufferScale;
  pass_.draw(texture_, settings, static_cast<int>(width * pixels.x), static_cast<int>(height * pixels.y));

  ImGui::InvisibleButton("##picture", {width, height});
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 corner = {map.origin.x + width, map.origin.y + height};
  draw.AddImageRounded(static_cast<ImTextureID>(pass_.texture()), map.origin, corner, {0, 0}, {1, 1},
                       IM_COL32_WHITE, ImGui::GetStyle().FrameRounding);
  if (view.mode == gl::DisplayMode::split) {
    const float x = map.origin.x + view.wipe * width;
    draw.AddLine({x, map.origin.y}, {x, corner.y}, IM_COL32(255, 255, 255, 110), 1);
  }
  pan_and_zoom(view, map);
  if (desk.model.frame) draw_readout(map, desk.model.frame->picture);
}

void PicturePanel::draw_state(const Desk& desk, float width, float height) const {
  const auto& frame = desk.model.frame;
  const bool failed = frame && frame->phase == engine::Phase::failed;
  const bool loading = !frame || frame->phase == engine::Phase::loading;
  if (!failed && !loading) return;
  const std::string text = failed ? frame->message : "Waking the network ...";
  const float em = ImGui::GetFontSize();
  const float wrap = std::min(30 * em, width - 2 * em);
  const ImVec2 size = ImGui::CalcTextSize(text.c_str(), nullptr, false, wrap);
  const ImVec2 lower_right = ImGui::GetCursorScreenPos();
  const ImVec2 origin = texture_.empty()
                            ? lower_right
                            : ImVec2{lower_right.x, lower_right.y - height - ImGui::GetStyle().ItemSpacing.y};
  const ImVec2 at = {origin.x + (width - size.x) / 2, origin.y + (height - size.y) / 2};
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled({at.x - em, at.y - 0.8F * em}, {at.x + size.x + em, at.y + size.y + 0.8F * em},
                     ImGui::GetColorU32(ImGuiCol_PopupBg, 0.95F), 0.5F * em);
  draw.AddText(ImGui::GetFont(), em, at,
               ImGui::GetColorU32(failed ? palette().warning : palette().text_quiet), text.c_str(), nullptr,
               wrap);
}

}  // namespace birddream::ui
