#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"
#include "gl/cuda_interop.h"
#include "gl/texture_array.h"
#include "image/planar_view.h"

struct birddream_cuda_texture;

namespace birddream::gl {

/// A picture on the GPU: GL_TEXTURE_2D_ARRAY, three R32F layers (red, green, blue), which is a planar float
/// tensor's own memory layout. Row 0 of the tensor is row 0 of the texture (GL's bottom; DisplayPass turns it
/// up). Needs the context it was made in to be current.
class PictureTexture {
 public:
  /// `path` must outlive the texture.
  explicit PictureTexture(const UploadPath& path) : path_(path) {}
  ~PictureTexture();
  PictureTexture(const PictureTexture&) = delete;
  PictureTexture& operator=(const PictureTexture&) = delete;

  /// One copy: glTexSubImage3D from the tensor's memory, or device to device (then the view's owner is held
  /// until the copy is done), or through host memory where OpenGL and CUDA cannot share. A picture that lies
  /// in the host's memory too is taken from there where CUDA breaks off. Reallocates when the size changes.
  /// Error: empty view, impossible size, no memory, a CUDA picture where no CUDA device answered, or what
  /// CUDA said; the old picture stays, unless a copy of its own size broke off.
  Status upload(const image::PlanarView& picture);

  bool empty() const { return slot_.array.empty(); }
  int width() const { return slot_.array.width(); }
  int height() const { return slot_.array.height(); }
  std::uint32_t id() const { return slot_.array.id(); }
  /// Planar float32 3 x height x width as it lies in the texture; waits for the GPU.
  std::vector<float> read() const { return slot_.array.read(); }

 private:
  struct Slot {
    TextureArray array;
    birddream_cuda_texture* registered = nullptr;  ///< with CUDA, when that is the path
  };
  Result<Slot> make_slot(const image::PlanarView& picture);
  void warn_once(const char* why);
  void release(Slot& slot) const;
  Status fill(Slot& slot, const image::PlanarView& picture);

  const UploadPath& path_;
  Slot slot_;
  std::vector<std::shared_ptr<const void>> being_copied_;  ///< owners of memory that copies may still read
  std::vector<float> host_;                                ///< for pictures that go through the host
  bool warned_ = false;
};

}  // namespace birddream::gl
