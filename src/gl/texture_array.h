#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"

namespace birddream::gl {

/// The GL object under a PictureTexture and under the start-up probe: GL_TEXTURE_2D_ARRAY, three R32F layers,
/// one level, read by texelFetch. Needs the context it was made in to be current.
class TextureArray {
 public:
  TextureArray() = default;
  /// Error: no such size here, or no memory for it.
  static Result<TextureArray> create(int width, int height);
  ~TextureArray();
  TextureArray(TextureArray&& other) noexcept;
  TextureArray& operator=(TextureArray&& other) noexcept;
  TextureArray(const TextureArray&) = delete;
  TextureArray& operator=(const TextureArray&) = delete;

  /// From planar float32 3 x height x width in host memory. Whatever pixel-store state others left (Dear
  /// ImGui's backend sets a row length) is reset first.
  void write(const float* planar);
  /// The same layout back; waits for the GPU.
  std::vector<float> read() const;

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
