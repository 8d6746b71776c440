#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data/photo_set.h"

namespace birddream::data {

/// Which photo is shown next. Stateless: draw number n is a pure function of (photos, power, seed, n), so a
/// training can stop and go on anywhere, on any number of processes.
class PhotoDraw {
 public:
  /// `among`: indices into set.photos, not empty. A class comes with a probability proportional to (number of
  /// its photos)^power: 0 draws classes evenly, 1 by count, 0.5 in between.
  PhotoDraw(const PhotoSet& set, std::span<const int> among, double power, std::uint64_t seed);

  /// Index into set.photos. `attempt` counts up when the photo drawn before could not be read.
  int pick(std::int64_t number, int attempt = 0) const;

 private:
  std::vector<std::vector<int>> photos_;  // by class, those without photos left out
  std::vector<double> upto_;              // cumulative probability of the classes
  std::uint64_t seed_;
};

}  // namespace birddream::data
