#pragma once

#include "gl/context.h"
#include "gl/display_pass.h"
#include "gl/picture_texture.h"
#include "ui/desk.h"

namespace birddream::ui {

/// The large view of the dream: pan, zoom, readout, raw and stretched. Owns the picture's texture.
class PicturePanel {
 public:
  PicturePanel(const gl::UploadPath& path, gl::DisplayPass pass) : texture_(path), pass_(std::move(pass)) {}

  Status show(const engine::Frame& frame) {
    stale_ = true;
    return texture_.upload(frame.picture);
  }
  /// The shown picture in CPU memory: the frame's own where it lies there, else read back from the texture.
  image::PlanarView on_cpu(const engine::Frame* frame) const;

  /// `bare`: the picture alone, without its tools.
  void draw(Desk& desk, bool bare);

 private:
  void draw_picture(Desk& desk, const Canvas& canvas, bool bare);

  gl::PictureTexture texture_;
  gl::DisplayPass pass_;
  // The pass is drawn again only when the picture or how it is shown changed: with software GL it is the
  // dearest part of a frame, and most frames bring no new picture.
  bool stale_ = true;
  gl::DisplaySettings drawn_;
  int drawn_width_ = 0;
  int drawn_height_ = 0;
  const bool software_ = gl::describe_renderer().software;
};

/// Over the picture, in the panel: the line between raw and stretched, which can be dragged (true while it
/// is, or could be: the picture then does not move) ...
bool drag_wipe(PictureView& view, const Canvas& canvas);
/// ... position and value under the pointer ...
void draw_readout(const PictureView& view, const Canvas& canvas, const image::PlanarView& picture,
                  const gl::PictureTexture& texture, float unit);
/// ... and what keeps the dream from going on: loading, or why it failed and what to do.
void draw_state(Desk& desk, const Canvas& canvas);

}  // namespace birddream::ui
