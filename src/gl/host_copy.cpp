#include "gl/host_copy.h"

#include "image/rgb8.h"

namespace birddream::gl {

Result<image::PlanarView> HostCopy::operator()(const image::PlanarView& picture) {
  if (picture.memory == image::Memory::cpu) return picture;
  if (const Status uploaded = texture_.upload(picture); !uploaded) return uploaded.error();
  return image::own(texture_.read(), picture.width, picture.height);
}

}  // namespace birddream::gl
