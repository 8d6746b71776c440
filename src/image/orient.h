#pragma once

#include "image/rgb8.h"

namespace birddream::image {

/// Turns a picture upright that carries EXIF orientation 1..8 (EXIF 2.32, tag 0x0112); other values as 1.
Rgb8 upright(Rgb8 picture, int orientation);

}  // namespace birddream::image
