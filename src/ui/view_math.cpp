#include "ui/view_math.h"

#include <algorithm>

namespace birddream::ui {

PicturePoint to_picture(const PictureView& view, const Canvas& canvas, float screen_x, float screen_y) {
  return {view.centre_x + (screen_x - canvas.x - canvas.width / 2) / view.zoom,
          view.centre_y + (screen_y - canvas.y - canvas.height / 2) / view.zoom};
}

ScreenPoint to_screen(const PictureView& view, const Canvas& canvas, float picture_x, float picture_y) {
  return {canvas.x + canvas.width / 2 + (picture_x - view.centre_x) * view.zoom,
          canvas.y + canvas.height / 2 + (picture_y - view.centre_y) * view.zoom};
}

void fit_view(PictureView& view, const Canvas& canvas, float picture_width, float picture_height,
              float margin) {
  const float width = std::max(canvas.width - 2 * margin, 1.0F);
  const float height = std::max(canvas.height - 2 * margin, 1.0F);
  view.zoom =
      std::clamp(std::min(width / picture_width, height / picture_height), farthest_zoom, closest_zoom);
  view.centre_x = picture_width / 2;
  view.centre_y = picture_height / 2;
}

void zoom_about(PictureView& view, const Canvas& canvas, float screen_x, float screen_y, float factor) {
  const PicturePoint fixed = to_picture(view, canvas, screen_x, screen_y);
  const float zoom = std::clamp(view.zoom * factor, farthest_zoom, closest_zoom);
  view.centre_x = fixed.x - (fixed.x - view.centre_x) * view.zoom / zoom;
  view.centre_y = fixed.y - (fixed.y - view.centre_y) * view.zoom / zoom;
  view.zoom = zoom;
  view.fit = false;
}

void pan(PictureView& view, float screen_dx, float screen_dy) {
  if (screen_dx == 0 && screen_dy == 0) return;
  view.centre_x -= screen_dx / view.zoom;
  view.centre_y -= screen_dy / view.zoom;
  view.fit = false;
}

std::array<float, 4> source_rectangle(const PictureView& view, const Canvas& canvas, float unit) {
  const PicturePoint corner = to_picture(view, canvas, canvas.x, canvas.y);
  return {corner.x / unit, corner.y / unit, canvas.width / view.zoom / unit,
          canvas.height / view.zoom / unit};
}

}  // namespace birddream::ui
