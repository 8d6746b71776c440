#pragma once

#include <memory>
#include <string>
#include <vector>

#include "checkpoint/place.h"
#include "dream/stepper.h"
#include "engine/frame.h"
#include "engine/rate_meter.h"
#include "engine/timeline.h"

namespace birddream::engine {

/// The filmstrip's dreams: the main dream's seed, start and parameters under other weights, each catching up
/// with its step. The worker's thread.
class Strip {
 public:
  /// From now on the dreams under these places, in this order; those already there live on.
  void arrange(const std::vector<checkpoint::Place>& places);
  /// All from step 0.
  void restart(const recipe::DreamParams& params);
  /// From the next step of each on.
  void set_params(const recipe::DreamParams& params);

  /// Whether some dream has done fewer than `steps`.
  bool is_behind(int steps) const;
  /// One step of the dream that is furthest behind. `main` lends its series to a dream that begins.
  void step(const dream::Stepper& main);

  /// Hands out the dream under that place, which then begins anew here; null where there is none under way.
  std::unique_ptr<dream::Stepper> take(const checkpoint::Place& place, dream::StepReport& report,
                                       Timeline& timeline);

  bool empty() const { return dreams_.empty(); }
  StripFrame frame() const;

 private:
  struct Dream {
    checkpoint::Place place;
    std::unique_ptr<dream::Stepper> stepper;  ///< null until its first step
    dream::StepReport report;
    Timeline timeline;
    std::string message;  ///< why it stopped
  };
  Status begin(Dream& dream, const dream::Stepper& main) const;

  std::vector<Dream> dreams_;
  recipe::DreamParams params_;
  RateMeter rate_;
};

}  // namespace birddream::engine
