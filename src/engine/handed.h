#pragma once

#include <memory>

#include "checkpoint/place.h"
#include "dream/stepper.h"
#include "engine/timeline.h"
#include "recipe/params.h"

namespace birddream::engine {

/// A dream with all its state, on its way from one place to another.
struct Handed {
  std::unique_ptr<dream::Stepper> stepper;  ///< null: none
  dream::StepReport report;
  Timeline timeline;
  checkpoint::Place place;
  recipe::DreamParams params;
};

}  // namespace birddream::engine
