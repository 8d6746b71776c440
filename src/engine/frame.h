#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "checkpoint/place.h"
#include "dream/step_report.h"
#include "dream/stepper.h"
#include "image/planar_view.h"

namespace birddream::engine {

/// What the engine is doing, for the transport bar.
enum class Phase {
  loading,  ///< weights are being read
  paused,
  running,
  finished,  ///< params.steps reached; more steps, a restart or a changed checkpoint go on
  failed,  ///< `message` says why; the last good picture stays; a restart or a changed parameter tries again
};

/// One picture with everything the window says about it. Immutable once published; safe to hold on any
/// thread.
struct Frame {
  image::PlanarView picture;  ///< empty until a dream has begun
  float low = 0;              ///< smallest and largest value in the picture, for the stretched display
  float high = 1;
  dream::StepReport report;
  std::uint64_t generation = 0;  ///< of the request whose parameters made it
  std::uint64_t made_under = 0;  ///< generation in force when the newest step began; 0 before the first
  std::uint64_t dream = 0;       ///< counts dreams begun: curves begin anew when it changes
  checkpoint::Place checkpoint = checkpoint::place_at(-1);  ///< nowhere until one is loaded
  Phase phase = Phase::loading;
  std::vector<dream::Score> second;                ///< top 5 of the checkpoint that Request::second names
  std::vector<dream::Similar> nearest;             ///< species by features, where Request::nearest
  std::string message;                             ///< for a person: why failed
  std::shared_ptr<const dream::StepperInfo> info;  ///< as it was when this was published; null: not known
  std::size_t changes = 0;  ///< of the dream's Timeline, those that came into force before it was published
  bool replays = false;     ///< it is on its way to a replay's end
  bool other_weights = false;    ///< its replay stood on weights that are not those that it tells of
  bool other_precision = false;  ///< it was computed in a precision that is not the one it tells of
  double steps_per_second = 0;   ///< over the last second or so; 0 unless running
};

/// Which checkpoint recognises which checkpoint's dream: a place's probability for one class, of the dream of
/// each tile. Made one by one; immutable once published.
struct CrossScores {
  int class_index = -1;                   ///< the class asked for; -1: nothing was asked
  std::vector<checkpoint::Place> places;  ///< of the tiles, in their order
  std::vector<float> shares;              ///< places x places, dreams by rows; below 0: not there yet
  std::string message;                    ///< why it stopped; empty: it did not
};

/// One dream beside the main one.
struct Tile {
  int id = 0;  ///< SideWish::id
  checkpoint::Place place;
  image::PlanarView picture;  ///< empty until it has begun
  dream::StepReport report;
  std::string message;  ///< why it stopped; empty: it did not
};

/// The dreams beside the main one. Immutable once published.
struct SideFrame {
  std::vector<Tile> tiles;
  double steps_per_second = 0;   ///< of all of them together
  double share = 0;              ///< of the engine's time that goes to them now, 0..1
  CrossScores cross;             ///< empty until it was asked for
  std::uint64_t generation = 0;  ///< of the request obeyed last: it says under which series they are
};

}  // namespace birddream::engine
