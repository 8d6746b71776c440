#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checkpoint/place.h"
#include "dream/stepper.h"
#include "engine/frame.h"
#include "engine/handed.h"
#include "engine/rate_meter.h"
#include "engine/share_meter.h"
#include "engine/timeline.h"

namespace birddream::engine {

/// A dream wanted beside the main one: under other weights, with other parameters, or both.
struct SideWish {
  int id = 0;  ///< the same dream as long as the id stays, however place and parameters move
  checkpoint::Place place;
  std::optional<recipe::DreamParams> params;  ///< none: those of the main dream
  bool own_pace =
      false;  ///< to the last of its own steps, whatever the main dream does; else in step with it

  bool operator==(const SideWish&) const = default;
};

/// The dreams beside the main one: a filmstrip's tiles, the other side of a comparison, the pictures of a
/// gallery. One step at a time, of the one furthest behind. The worker's thread.
class SideDreams {
 public:
  /// From now on these dreams, in this order, `main` for those without parameters of their own. Those already
  /// there live on: another place or other parameters hold from their next step, another start begins them
  /// anew.
  void arrange(const std::vector<SideWish>& wishes, const recipe::DreamParams& main);
  /// All that go with the main dream from step 0.
  void restart();

  /// Whether some dream has done fewer than `steps`, or than its own.
  bool is_behind(int steps) const;
  /// One step of the dream that is furthest behind; those at their own pace come last. `main` lends its
  /// series to a dream that begins.
  void step(const dream::Stepper& main, int main_steps);

  /// Hands out the dream of that id, which then begins anew here; no stepper where there is none under way.
  Handed take(int id);
  /// The dream of that id is this one from now on.
  void give(int id, Handed handed);

  /// Told of the precision that the main dream is computed in now.
  void set_precision(const std::string& wish);

  /// A series that extends the one they are of (checkpoint::extends): they live on.
  void extend(const checkpoint::Series& series);

  /// Asks anew which of the places recognises which of their dreams as that class; none: nothing is asked any
  /// more. It is of the dreams that have no parameters of their own, begins when all of them are in step with
  /// each other, and again when they begin anew or one of them goes.
  void ask_cross_scores(std::optional<int> class_index);
  /// Whether a score can be made now; then one of them (a forward pass, about a third of a step).
  bool wants_cross_score() const;
  void make_cross_score();

  bool empty() const { return dreams_.empty(); }
  SideFrame frame() const;

 private:
  struct Dream {
    SideWish wish;
    checkpoint::Place loaded;                 ///< under it, once there is a stepper
    recipe::DreamParams params;               ///< in force
    std::unique_ptr<dream::Stepper> stepper;  ///< null until its first step
    dream::StepReport report;
    Timeline timeline;
    std::string message;  ///< why it stopped
  };
  static Change as_it_is(const Dream& dream);
  static Status make(Dream& dream, const dream::Stepper& main);
  static Status begin(Dream& dream);
  static Status stand(Dream& dream);
  static Status follow(Dream& dream, const SideWish& wish, const recipe::DreamParams& params);
  void advance(Dream& dream, const dream::Stepper& main);
  static int behind(const Dream& dream, int main_steps);
  static bool is_compared(const Dream& dream);
  bool are_in_step() const;
  void begin_cross_scores();

  std::vector<Dream> dreams_;
  CrossScores cross_;  // without places: asked for, not begun
  RateMeter rate_;
  ShareMeter share_;
};

}  // namespace birddream::engine
