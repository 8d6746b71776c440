#pragma once

#include "gl/context.h"
#include "gl/display_pass.h"
#include "gl/picture_texture.h"

namespace birddream::ui {

/// One picture as the large view shows it: its texture, and the pass that draws it to the screen's size.
class PictureLayer {
 public:
  PictureLayer(const gl::UploadPath& path, gl::DisplayPass pass) : texture_(path), pass_(std::move(pass)) {}

  /// Error: as PictureTexture::upload.
  Status show(const image::PlanarView& picture) {
    stale_ = true;
    return texture_.upload(picture);
  }
  /// Draws what is new: with software GL the pass is the dearest part of a frame, and most frames bring no
  /// new picture. `width`, `height`: of the canvas, px of the interface.
  void draw(const gl::DisplaySettings& settings, float width, float height);

  const gl::PictureTexture& texture() const { return texture_; }
  gl::DisplayPass another_pass() const { return pass_.another(); }
  std::uint32_t drawn() const { return pass_.texture(); }  ///< a GL name for ImGui

 private:
  gl::PictureTexture texture_;
  gl::DisplayPass pass_;
  bool stale_ = true;
  gl::DisplaySettings drawn_;
  int drawn_width_ = 0;
  int drawn_height_ = 0;
  const bool software_ = gl::describe_renderer().software;
};

}  // namespace birddream::ui
