#pragma once

#include <memory>
#include <optional>

#include "ui/desk.h"
#include "ui/picture_layer.h"

namespace birddream::ui {

/// The large view of the dream: pan, zoom, readout, raw and stretched, and a second dream laid over it.
class PicturePanel {
 public:
  /// `path` must outlive it. Error: a shader's.
  static Result<std::unique_ptr<PicturePanel>> create(const gl::UploadPath& path);

  Status show(const engine::Frame& frame);
  /// The dream it is compared with; null: none. Error: it could not be brought to the screen.
  Status show_other(const engine::Tile* tile);
  /// The shown picture in CPU memory: the frame's own where it lies there, else read back from the texture.
  image::PlanarView on_cpu(const engine::Frame* frame) const;

  /// `bare`: the picture alone, without its tools.
  void draw(Desk& desk, bool bare);

 private:
  PicturePanel(const gl::UploadPath& path, std::unique_ptr<PictureLayer> main)
      : path_(path), main_(std::move(main)) {}
  void draw_picture(Desk& desk, const Canvas& canvas, bool bare);
  bool draw_comparison(Desk& desk, const Canvas& canvas, gl::DisplaySettings settings);
  void draw_difference(Desk& desk, const Canvas& canvas, gl::DisplaySettings settings);
  void make(std::unique_ptr<PictureLayer>& layer) const;

  const gl::UploadPath& path_;
  std::unique_ptr<PictureLayer> main_;
  std::unique_ptr<PictureLayer> other_;       ///< made when first wanted, like what follows
  std::unique_ptr<PictureLayer> difference_;  ///< of the two
  image::PlanarView other_picture_;
  bool difference_stale_ = true;
  float reach_ = 0;                ///< of the difference
  std::string difference_failed_;  ///< why there is none
};

/// Under the picture's tools while two dreams are compared: which is the other, and how they are laid over
/// each other.
void draw_compare_bar(Desk& desk);

/// Over the picture, in the panel: a line between two halves, which can be dragged (true while it is, or
/// could be: the picture then does not move). `wipe`: 0..1 of the canvas' width.
bool drag_wipe(float& wipe, const Canvas& canvas, const char* left, const char* right);
/// A small rounded label in the upper left or right corner.
void draw_corner_label(const Canvas& canvas, const char* text, bool right);
/// What the colours of a difference mean.
void draw_difference_scale(const Canvas& canvas, float reach);
/// Position and value under the pointer.
void draw_readout(const PictureView& view, const Canvas& canvas, const image::PlanarView& picture,
                  const gl::PictureTexture& texture, float unit);
/// What to try first, until it was read.
void draw_hints(Desk& desk, const Canvas& canvas);
/// What keeps the dream from going on: loading, or why it failed and what to do.
void draw_state(Desk& desk, const Canvas& canvas);

}  // namespace birddream::ui
