#pragma once

#include <span>

#include "base/random.h"
#include "image/rgb8.h"

namespace birddream::data {

/// How far a training photo is varied. The defaults are those of reference trainings at 128 px.
struct Augmentation {
  float least_area = 0.55F;  ///< of the photo that a crop shows, up to all of it; 1: the whole photo always
  float stretch = 1.25F;     ///< largest ratio by which a crop's shape departs from a square
  float rotation = 0.2F;     ///< radians, to either side
  float colour = 0.25F;      ///< shifts of brightness, contrast and saturation; 0: none
  bool flip = true;          ///< left and right

  /// Photos as they are.
  static Augmentation none() { return {1, 1, 0, 0, false}; }
};

/// A random view of `photo`, drawn from `random`, as planar RGB float 0..1 into `out` (3 x side x side).
/// Colours are shifted as they are encoded (sRGB) and clamped.
void augment(const image::Rgb8& photo, const Augmentation& how, Random& random, int side,
             std::span<float> out);

/// The part of a photo's largest centred square, along a side, that a network is measured on. Training crops
/// enlarge birds; at about the same enlargement they are known best (Touvron et al. 2019).
inline constexpr float measured_part = 0.875F;

/// The middle of the photo, `part` of its largest centred square along a side, scaled to `side`. Planar as
/// above.
void centre_view(const image::Rgb8& photo, float part, int side, std::span<float> out);

}  // namespace birddream::data
