#pragma once

#include <mutex>
#include <optional>
#include <vector>

#include "data/photo_set.h"
#include "image/rgb8.h"

namespace birddream::data {

/// Reads photos, and remembers which cannot be used. Any number of threads.
class PhotoReader {
 public:
  /// `set` must outlive it.
  explicit PhotoReader(const PhotoSet& set) : set_(set), broken_(set.photos.size()) {}

  /// Nothing when the photo is broken, empty or no picture at all; the first time it is met, a line on stderr
  /// counts and names it. Very large photos come scaled down: to a shorter side of twice the side `wanted` of
  /// the network's pictures, px, and 512 at least.
  std::optional<image::Rgb8> read(int photo, int wanted);

  /// How many photos were found unusable so far.
  int skipped() const;

 private:
  const PhotoSet& set_;
  mutable std::mutex mutex_;
  std::vector<bool> broken_;
  int skipped_ = 0;
};

}  // namespace birddream::data
