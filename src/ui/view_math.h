#pragma once

#include <array>

#include "gl/display_pass.h"

namespace birddream::ui {

/// How the picture is shown; changes nothing about the dream. Positions are in pixels of the finished
/// picture: an earlier, smaller octave lies in the same place, so a zoomed view stays put while the dream
/// grows.
struct PictureView {
  gl::DisplayMode mode = gl::DisplayMode::raw;
  gl::Filter filter = gl::Filter::smooth;
  float wipe = 0.5F;  ///< 0..1 of the panel's width
  bool fit = true;    ///< zoom and centre follow the panel
  float zoom = 1;     ///< screen pixels a picture pixel
  float centre_x = 64;
  float centre_y = 64;
};

/// The panel's rectangle on the screen.
struct Canvas {
  float x = 0;
  float y = 0;
  float width = 1;
  float height = 1;
};

inline constexpr float closest_zoom = 64;
inline constexpr float farthest_zoom = 0.1F;

struct PicturePoint {
  float x = 0;
  float y = 0;
};
PicturePoint to_picture(const PictureView& view, const Canvas& canvas, float screen_x, float screen_y);

struct ScreenPoint {
  float x = 0;
  float y = 0;
};
/// The inverse.
ScreenPoint to_screen(const PictureView& view, const Canvas& canvas, float picture_x, float picture_y);

/// The whole picture, centred, with `margin` screen pixels around it.
void fit_view(PictureView& view, const Canvas& canvas, float picture_width, float picture_height,
              float margin);
/// Zooms by `factor`; the picture's point at that place of the screen stays there.
void zoom_about(PictureView& view, const Canvas& canvas, float screen_x, float screen_y, float factor);
/// Moves the picture with the hand.
void pan(PictureView& view, float screen_dx, float screen_dy);

/// The part of the picture in the canvas as DisplaySettings::source wants it, for a picture whose pixels are
/// `unit` finished pixels wide.
std::array<float, 4> source_rectangle(const PictureView& view, const Canvas& canvas, float unit);

}  // namespace birddream::ui
