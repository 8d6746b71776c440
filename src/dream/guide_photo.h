#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace birddream::dream {

/// A photo that guides a dream, small, as networks are shown it.
struct GuidePhoto {
  int width = 0;
  int height = 0;             ///< px; the shorter side is 160: a bird's features then fit a dream's
  std::vector<float> planar;  ///< 3 x height x width, sRGB 0..1
};

/// Read and decoded once, however many dreams and checkpoints want it, and again when the file has changed.
/// One that goes meanwhile is remembered: a dream under way does not end for it. Any thread. Error: none is
/// named, or what image::read_picture() refuses.
Result<std::shared_ptr<const GuidePhoto>> guide_photo(const std::string& file);

}  // namespace birddream::dream
