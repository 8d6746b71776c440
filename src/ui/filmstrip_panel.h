#pragma once

#include <vector>

#include "gl/host_copy.h"
#include "gl/tile_texture.h"
#include "ui/desk.h"
#include "ui/growth_sheet.h"

namespace birddream::ui {

/// The same dream under every checkpoint, side by side. Owns the tiles' textures.
class FilmstripPanel {
 public:
  /// Takes over the filmstrip's tiles. Error: a picture could not be brought to the screen.
  Status show(const engine::SideFrame& beside, gl::HostCopy& to_host);
  /// Another series came: its tiles are still to be dreamt.
  void forget();
  /// Once a frame, drawn or not: a sheet that was asked for is saved as soon as its dreams have come so far.
  void look(Desk& desk);
  void draw(Desk& desk);

 private:
  struct Shown {
    gl::TileTexture texture;
    const float* pixels = nullptr;  ///< of the picture in it, to tell whether there is a newer one
  };
  void draw_tile(Desk& desk, std::size_t index, float side);
  void draw_head(Desk& desk);
  static void draw_choice(Desk& desk, float room);
  void draw_sheet(Desk& desk);
  void draw_cost(const Desk& desk);

  std::vector<engine::Tile> tiles_;
  double steps_per_second_ = 0;
  double share_ = 0;
  std::vector<Shown> shown_;
  GrowthSheet sheet_;
  bool sheet_wanted_ = false;  ///< it is saved when every tile
  int sheet_last_ = 1;         ///< has done so many steps, or the main dream ends before
};

}  // namespace birddream::ui
