#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/load.h"
#include "dream/dreamer.h"
#include "image/rgb8.h"
#include "recipe/params.h"

namespace birddream::app {

/// One or several dreams under the same network, grown in step with each other: one bird, or the cells of a
/// contact sheet. One thread.
class Flock {
 public:
  /// Begins every recipe; all have the same size. `labels` (as many) are drawn under the cells when there is
  /// more than one. Error: what Dreamer::begin refuses, with the label.
  static Result<Flock> begin(const LoadedNetwork& loaded, const std::vector<recipe::DreamParams>& recipes,
                             std::vector<std::string> labels);

  /// One step of each. Error: the first that fails, with its label.
  Status step();
  int steps_done() const { return steps_done_; }

  /// As they stand, at full size (earlier octaves are enlarged): the one picture, or the sheet of all; each
  /// dreamt pixel as scale x scale pixels. Error: a sheet too large for a picture.
  Result<image::Rgb8> picture(int scale) const;

 private:
  struct Bird {
    std::string label;
    std::unique_ptr<dream::Dreamer> dreamer;
  };
  std::vector<Bird> birds_;
  int steps_done_ = 0;
};

/// The picture of one dream as bytes, in the dream's own size, wherever it is computed.
image::Rgb8 bytes_of(const dream::Dreamer& dreamer);

}  // namespace birddream::app
