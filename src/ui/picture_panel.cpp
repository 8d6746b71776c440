#include "ui/picture_panel.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/formatted.h"
#include "base/paths.h"
#include "image/difference.h"
#include "image/rgb8.h"
#include "ui/icons.h"
#include "ui/neuron_pick.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

constexpr float wheel_factor = 1.2F;
constexpr float margin = 0.9F;  // around a fitted picture, font sizes
constexpr double blink_seconds = 0.7;

// Where the panel is narrow, segments become lists; comparing always finds its place.
void draw_tools(Model& model) {
  PictureView& view = model.view;
  constexpr std::array<const char*, 3> modes = {"Raw", "Stretched", "Split"};
  constexpr std::array<const char*, 2> filters = {"Smooth", "Pixels"};
  const float gap = ImGui::GetFontSize();
  const float room = ImGui::GetContentRegionAvail().x - ImGui::GetFrameHeight() - 2 * gap;
  const bool filters_fit = segments_width(modes) + segments_width(filters) <= room;
  const bool modes_fit = segments_width(modes) + choice_width(filters) <= room;
  const int mode = static_cast<int>(view.mode);
  view.mode = static_cast<gl::DisplayMode>(modes_fit ? segments(modes, mode)
                                                     : choice("##mode", modes, mode, 0.5F * room));
  ImGui::SameLine(0, gap);
  const int filter = view.filter == gl::Filter::smooth ? 0 : 1;
  const int picked =
      filters_fit ? segments(filters, filter) : choice("##filter", filters, filter, 0.5F * room);
  view.filter = picked == 0 ? gl::Filter::smooth : gl::Filter::nearest;
  ImGui::SameLine(0, gap);
  if (icon_button("##compare", icon::halves, "Compare: hold this dream as B, then change A  (C)",
                  model.compare.on))
    toggle_comparison(model);
}

void add_image(std::uint32_t texture, const Canvas& canvas, float from, float to) {
  ImGui::GetWindowDrawList()->AddImage(
      static_cast<ImTextureID>(texture), {canvas.x + from * canvas.width, canvas.y},
      {canvas.x + to * canvas.width, canvas.y + canvas.height}, {from, 0}, {to, 1});
}

/// Earlier octaves are smaller; they lie where the finished picture will.
float unit_of(const recipe::DreamParams& params, const gl::PictureTexture& texture) {
  return static_cast<float>(std::max(params.width, 1)) / static_cast<float>(std::max(texture.width(), 1));
}

void draw_size(PictureView& view, const gl::PictureTexture& texture) {
  const std::string text = formatted("%d \xc3\x97 %d    %.0f %%", texture.width(), texture.height(),
                                     std::round(static_cast<double>(view.zoom) * 100));
  ImGui::SameLine();
  const float em = ImGui::GetFontSize();
  const float button = ImGui::GetFrameHeight();
  const float width = ImGui::CalcTextSize(text.c_str()).x + button + 0.8F * em;
  const float room = ImGui::GetContentRegionAvail().x - width;
  if (room < 0) return ImGui::NewLine();
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + room);
  ImGui::AlignTextToFramePadding();
  ImGui::TextColored(palette().text_quiet, "%s", text.c_str());
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

Result<std::unique_ptr<PicturePanel>> PicturePanel::create(const gl::UploadPath& path) {
  auto pass = gl::DisplayPass::create(shaders_dir());
  if (!pass) return pass.error();
  return std::unique_ptr<PicturePanel>(
      new PicturePanel(path, std::make_unique<PictureLayer>(path, std::move(pass).value())));
}

void PicturePanel::make(std::unique_ptr<PictureLayer>& layer) const {
  if (!layer) layer = std::make_unique<PictureLayer>(path_, main_->another_pass());
}

Status PicturePanel::show(const engine::Frame& frame) {
  difference_stale_ = true;
  return main_->show(frame.picture);
}

Status PicturePanel::show_other(const engine::Tile* tile) {
  if (tile == nullptr) {
    other_picture_ = {};
    return {};
  }
  if (tile->picture.data == other_picture_.data) return {};
  make(other_);
  other_picture_ = tile->picture;
  difference_stale_ = true;
  return other_->show(tile->picture);
}

image::PlanarView PicturePanel::on_cpu(const engine::Frame* frame) const {
  if (frame == nullptr || frame->picture.empty()) return {};
  if (frame->picture.memory == image::Memory::cpu) return frame->picture;
  const gl::PictureTexture& texture = main_->texture();
  return image::own(texture.read(), texture.width(), texture.height());
}

void PicturePanel::draw(Desk& desk, bool bare) {
  if (!bare) {
    draw_tools(desk.model);
    if (!main_->texture().empty()) draw_size(desk.model.view, main_->texture());
    if (desk.model.compare.on) draw_compare_bar(desk);
  }
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const Canvas canvas{origin.x, origin.y, std::max(room.x, 16.0F), std::max(room.y, 16.0F)};
  if (!main_->texture().empty()) draw_picture(desk, canvas, bare);
  draw_state(desk, canvas);
  if (!bare && desk.settings.hints && !is_covered(desk.model)) draw_hints(desk, canvas);
}

void PicturePanel::draw_picture(Desk& desk, const Canvas& canvas, bool bare) {
  PictureView& view = desk.model.view;
  const gl::PictureTexture& texture = main_->texture();
  const float unit = unit_of(desk.model.params, texture);
  if (view.fit) {
    fit_view(view, canvas, static_cast<float>(texture.width()) * unit,
             static_cast<float>(texture.height()) * unit, bare ? 0 : margin * ImGui::GetFontSize());
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
  const bool compared = desk.model.compare.on && !other_picture_.empty();
  // Two lines to drag would be one too many.
  if (compared && settings.mode == gl::DisplayMode::split) settings.mode = gl::DisplayMode::raw;
  main_->draw(settings, canvas.width, canvas.height);

  ImGui::SetNextItemAllowOverlap();
  ImGui::InvisibleButton("##picture", {canvas.width, canvas.height});
  bool wiping = false;
  if (compared) {
    wiping = draw_comparison(desk, canvas, settings);
  } else {
    add_image(main_->drawn(), canvas, 0, 1);
    wiping = view.mode == gl::DisplayMode::split && drag_wipe(view.wipe, canvas, "raw", "stretched");
  }
  const bool picking = neurons_on_picture(desk.model, canvas, static_cast<float>(texture.width()) * unit,
                                          static_cast<float>(texture.height()) * unit);
  pan_and_zoom(view, canvas, wiping || picking);
  if (desk.model.frame && ImGui::IsItemHovered())
    draw_readout(view, canvas, desk.model.frame->picture, texture, unit);
}

bool PicturePanel::draw_comparison(Desk& desk, const Canvas& canvas, gl::DisplaySettings settings) {
  Comparison& compare = desk.model.compare;
  if (compare.view == CompareView::difference) {
    draw_difference(desk, canvas, settings);
    return false;
  }
  gl::DisplaySettings others = settings;  // the stretch's range too, so that the two can be compared
  // B's width is A's, whatever it was dreamt in.
  const float unit = unit_of(desk.model.params, other_->texture());
  others.source = source_rectangle(desk.model.view, canvas, unit);
  other_->draw(others, canvas.width, canvas.height);
  if (compare.view == CompareView::blink) {
    const bool b = std::fmod(ImGui::GetTime(), 2 * blink_seconds) >= blink_seconds;
    add_image(b ? other_->drawn() : main_->drawn(), canvas, 0, 1);
    draw_corner_label(canvas, b ? "B" : "A", b);
    return false;
  }
  add_image(main_->drawn(), canvas, 0, compare.wipe);
  add_image(other_->drawn(), canvas, compare.wipe, 1);
  return drag_wipe(compare.wipe, canvas, "A", "B");
}

void PicturePanel::draw_difference(Desk& desk, const Canvas& canvas, gl::DisplaySettings settings) {
  if (difference_stale_ && desk.model.frame) {
    difference_stale_ = false;
    difference_failed_.clear();
    image::PlanarView other = other_picture_;
    if (other.memory != image::Memory::cpu) {
      const gl::PictureTexture& texture = other_->texture();
      other = image::own(texture.read(), texture.width(), texture.height());
    }
    auto difference = image::signed_difference(on_cpu(desk.model.frame.get()), other);
    make(difference_);
    const Status shown = difference ? difference_->show(difference->picture) : Status(difference.error());
    if (shown) {
      reach_ = difference->reach;
    } else {
      difference_failed_ = shown.error().message;
    }
  }
  if (!difference_ || !difference_failed_.empty()) {
    add_image(main_->drawn(), canvas, 0, 1);
    draw_corner_label(canvas, difference_failed_.c_str(), false);
    return;
  }
  settings.mode = gl::DisplayMode::raw;
  difference_->draw(settings, canvas.width, canvas.height);
  add_image(difference_->drawn(), canvas, 0, 1);
  draw_difference_scale(canvas, reach_);
}

}  // namespace birddream::ui
