#include "ui/picture_panel.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "image/rgb8.h"
#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

// Screen pixels a picture pixel.
constexpr float coarse_from = 4;

constexpr float wheel_factor = 1.2F;
constexpr float margin = 0.9F;  // around a fitted picture, font sizes

void draw_tools(PictureView& view) {
  constexpr std::array<const char*, 3> modes = {"Raw", "Stretched", "Split"};
  view.mode = static_cast<gl::DisplayMode>(segments(modes, static_cast<int>(view.mode)));
  ImGui::SameLine(0, ImGui::GetFontSize());
  constexpr std::array<const char*, 2> filters = {"Smooth", "Pixels"};
  const int filter = segments(filters, view.filter == gl::Filter::smooth ? 0 : 1);
  view.filter = filter == 0 ? gl::Filter::smooth : gl::Filter::nearest;
}

void draw_size(PictureView& view, const gl::PictureTexture& texture) {
  char text[64];
  std::snprintf(text, sizeof text, "%d \xc3\x97 %d    %.0f %%", texture.width(), texture.height(),
                std::round(static_cast<double>(view.zoom) * 100));
  ImGui::SameLine();
  const float em = ImGui::GetFontSize();
  const float button = ImGui::GetFrameHeight();
  const float width = ImGui::CalcTextSize(text).x + button + 0.8F * em;
  const float room = ImGui::GetContentRegionAvail().x - width;
  if (room < 0) return ImGui::NewLine();
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + room);
  ImGui::AlignTextToFramePadding();
  ImGui::TextColored(palette().text_quiet, "%s", text);
  ImGui::SameLine(0, 0.8F * em);
  if (icon_button("##fit", icon::fit, "Fit the picture  (F)", view.fit)) view.fit = true;
}

void pan_and_zoom(PictureView& view, const Canvas& canvas, bool wiping) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!wiping && ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 2)) {
    pan(view, io.MouseDelta.x, io.MouseDelta.y);
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
  }
  if (ImGui::IsItemHovered() && io.MouseWheel != 0)
    zoom_about(view, canvas, io.MousePos.x, io.MousePos.y, std::pow(wheel_factor, io.MouseWheel));
  if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && !wiping)
    view.fit = true;
}

}  // namespace

image::PlanarView PicturePanel::on_cpu(const engine::Frame* frame) const {
  if (frame == nullptr || frame->picture.empty()) return {};
  if (frame->picture.memory == image::Memory::cpu) return frame->picture;
  return image::own(texture_.read(), texture_.width(), texture_.height());
}

void PicturePanel::draw(Desk& desk, bool bare) {
  if (!bare) {
    draw_tools(desk.model.view);
    if (!texture_.empty()) draw_size(desk.model.view, texture_);
  }
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const Canvas canvas{origin.x, origin.y, std::max(room.x, 16.0F), std::max(room.y, 16.0F)};
  if (!texture_.empty()) draw_picture(desk, canvas, bare);
  draw_state(desk, canvas);
}

void PicturePanel::draw_picture(Desk& desk, const Canvas& canvas, bool bare) {
  PictureView& view = desk.model.view;
  // Earlier octaves are smaller; they lie where the finished picture will.
  const float unit =
      static_cast<float>(std::max(desk.model.params.width, 1)) / static_cast<float>(texture_.width());
  if (view.fit) {
    fit_view(view, canvas, static_cast<float>(texture_.width()) * unit,
             static_cast<float>(texture_.height()) * unit, bare ? 0 : margin * ImGui::GetFontSize());
  }

  gl::DisplaySettings settings;
  settings.mode = view.mode;
  settings.filter = view.filter;
  settings.wipe = view.wipe;
  settings.source = source_rectangle(view, canvas, unit);
  const ImVec4& back = palette().canvas;
  settings.background = {back.x, back.y, back.z};
  if (const auto& frame = desk.model.frame) {
    settings.low = frame->low;
    settings.high = frame->high;
  }
  // Where the CPU draws, a smooth picture that is much enlarged is drawn at half the resolution; what ImGui
  // then interpolates is already smooth at that scale.
  const bool much_enlarged = settings.source[2] * coarse_from < canvas.width;
  const bool coarse = software_ && view.filter == gl::Filter::smooth && much_enlarged;
  const float detail = coarse ? 0.5F : 1.0F;
  const ImVec2 pixels = {ImGui::GetIO().DisplayFramebufferScale.x * detail,
                         ImGui::GetIO().DisplayFramebufferScale.y * detail};
  const int width = static_cast<int>(canvas.width * pixels.x);
  const int height = static_cast<int>(canvas.height * pixels.y);
  if (stale_ || settings != drawn_ || width != drawn_width_ || height != drawn_height_) {
    pass_.draw(texture_, settings, width, height);
    stale_ = false;
    drawn_ = settings;
    drawn_width_ = width;
    drawn_height_ = height;
  }

  const ImVec2 corner = {canvas.x, canvas.y};
  ImGui::SetNextItemAllowOverlap();
  ImGui::InvisibleButton("##picture", {canvas.width, canvas.height});
  ImGui::GetWindowDrawList()->AddImage(static_cast<ImTextureID>(pass_.texture()), corner,
                                       {canvas.x + canvas.width, canvas.y + canvas.height});
  const bool wiping = view.mode == gl::DisplayMode::split && drag_wipe(view, canvas);
  pan_and_zoom(view, canvas, wiping);
  if (desk.model.frame && ImGui::IsItemHovered())
    draw_readout(view, canvas, desk.model.frame->picture, texture_, unit);
}

}  // namespace birddream::ui
