#include "ui/picture_layer.h"

#include <imgui.h>

namespace birddream::ui {
namespace {

// Screen pixels a picture pixel.
constexpr float coarse_from = 4;

}  // namespace

void PictureLayer::draw(const gl::DisplaySettings& settings, float canvas_width, float canvas_height) {
  // Where the CPU draws, a smooth picture that is much enlarged is drawn at half the resolution; what ImGui
  // then interpolates is already smooth at that scale.
  const bool much_enlarged = settings.source[2] * coarse_from < canvas_width;
  const bool coarse = software_ && settings.filter == gl::Filter::smooth && much_enlarged;
  const float detail = coarse ? 0.5F : 1.0F;
  const ImVec2& scale = ImGui::GetIO().DisplayFramebufferScale;
  const int width = static_cast<int>(canvas_width * scale.x * detail);
  const int height = static_cast<int>(canvas_height * scale.y * detail);
  if (!stale_ && settings == drawn_ && width == drawn_width_ && height == drawn_height_) return;
  pass_.draw(texture_, settings, width, height);
  stale_ = false;
  drawn_ = settings;
  drawn_width_ = width;
  drawn_height_ = height;
}

}  // namespace birddream::ui
