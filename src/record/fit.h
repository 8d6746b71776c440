#pragma once

#include "image/rgb8.h"

namespace birddream::record {

/// `picture` as a frame of width x height: enlarged or shrunk until it fits, keeping its shape, centred on
/// black. A shape that differs by no more than a pixel's rounding (an earlier octave's) fills the frame.
image::Rgb8 fit(image::Rgb8 picture, int width, int height);

}  // namespace birddream::record
