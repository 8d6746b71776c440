#pragma once

#include "base/result.h"
#include "gl/picture_texture.h"
#include "image/planar_view.h"

namespace birddream::gl {

/// Brings pictures into CPU memory wherever a dream keeps them. Needs the context it was made in to be
/// current.
class HostCopy {
 public:
  /// `path` must outlive it.
  explicit HostCopy(const UploadPath& path) : texture_(path) {}

  /// The picture itself where it is in CPU memory; else a copy, for which the GPU is waited for. Error: as
  /// PictureTexture::upload.
  Result<image::PlanarView> operator()(const image::PlanarView& picture);

 private:
  PictureTexture texture_;  ///< pictures in CUDA memory go through it
};

}  // namespace birddream::gl
