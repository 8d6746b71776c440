#pragma once

#include "gl/display_pass.h"
#include "gl/picture_texture.h"
#include "ui/desk.h"

namespace birddream::ui {

/// The large view of the dream: pan, zoom, readout, raw and stretched. Owns the picture's texture.
class PicturePanel {
 public:
  PicturePanel(const gl::UploadPath& path, gl::DisplayPass pass) : texture_(path), pass_(std::move(pass)) {}

  Status show(const engine::Frame& frame) { return texture_.upload(frame.picture); }
  void draw(Desk& desk);

 private:
  void draw_picture(Desk& desk, float width, float height);
  void draw_state(const Desk& desk, float width, float height) const;
  void draw_tools(Desk& desk);

  gl::PictureTexture texture_;
  gl::DisplayPass pass_;
};

}  // namespace birddream::ui
