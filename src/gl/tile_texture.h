#pragma once

#include <cstdint>

#include "base/result.h"
#include "image/rgb8.h"

namespace birddream::gl {

/// A small 8-bit picture for ImGui to draw: tiles, thumbnails. Smooth when enlarged. Needs the context it was
/// made in to be current.
class TileTexture {
 public:
  TileTexture() = default;
  ~TileTexture();
  TileTexture(TileTexture&& other) noexcept;
  TileTexture& operator=(TileTexture&& other) noexcept;
  TileTexture(const TileTexture&) = delete;
  TileTexture& operator=(const TileTexture&) = delete;

  /// Shows that picture from now on. Error: an empty one; the old one stays.
  Status show(const image::Rgb8& picture);

  bool empty() const { return id_ == 0; }
  std::uint32_t id() const { return id_; }
  int width() const { return width_; }
  int height() const { return height_; }

 private:
  std::uint32_t id_ = 0;
  int width_ = 0;
  int height_ = 0;
};

}  // namespace birddream::gl
