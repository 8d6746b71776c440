#pragma once

#include <array>

#include "base/result.h"
#include "image/planar_view.h"

namespace birddream::image {

/// Where two pictures differ, as a picture.
struct Difference {
  PlanarView picture;  ///< of the same size, sRGB 0..1
  float reach = 0;     ///< the difference that gets the full colour, 0..1
};

/// The mean over the channels of `a` - `b` in diverging colours: dark where they agree, warm where `a` is
/// lighter, cold where `b` is. `reach` is the smallest of 0.05, 0.1, 0.2, 0.5 and 1 that holds all but half a
/// percent of the pixels, so that the colours hardly jump while a dream goes on. Error: pictures of different
/// sizes, empty, or not in CPU memory.
Result<Difference> signed_difference(const PlanarView& a, const PlanarView& b);

/// The colour of a difference that is `share` (-1..1) of the reach, sRGB 0..1.
std::array<float, 3> difference_colour(float share);

}  // namespace birddream::image
