#pragma once

#include <vector>

namespace birddream::dream {

struct Score {
  int class_index = -1;
  float logit = 0;
  float probability = 0;  ///< softmax over all classes
};

/// How alike a picture is to a class (nearest.h).
struct Similar {
  int class_index = -1;
  float cosine = 0;  ///< -1..1
};

/// What one step measured. Plain; the window's curves are made of these.
struct StepReport {
  int step = 0;    ///< steps done, this one included
  int octave = 1;  ///< 1-based
  int octaves = 1;
  int width = 0;  ///< of the picture in this octave
  int height = 0;
  float objective = 0;       ///< weighted sum that the step climbed, before the update
  float gradient_norm = 0;   ///< L2 norm of the gradient with respect to the picture's parameters
  float spectrum_slope = 0;  ///< of the picture (spectrum.h), as it was measured last
  std::vector<Score>
      top;  ///< top 5 as the network saw the transformed picture; empty if it stopped before the logits
};

}  // namespace birddream::dream
