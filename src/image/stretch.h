#pragma once

#include "image/rgb8.h"

namespace birddream::image {

/// The picture with its darkest value of all three channels drawn down to 0 and its brightest up to 255, as
/// the original project showed its pale dreams. One without contrast stays as it is.
Rgb8 stretched(Rgb8 picture);

}  // namespace birddream::image
