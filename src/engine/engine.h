#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "checkpoint/place.h"
#include "dream/stepper.h"
#include "engine/frame.h"
#include "engine/picture_log.h"
#include "engine/side_dreams.h"
#include "engine/timeline.h"
#include "recipe/params.h"

namespace birddream::engine {

/// Makes a dream beside the main one, or one kept aside, the main one.
struct Adoption {
  int id = 0;  ///< SideWish::id, or `keep_as` of an adoption before
  /// Under this the main dream is kept aside, with all it has dreamt, unless that one is not there or has not
  /// begun: then nothing happens. None: the main dream goes where that one was, and one that has not begun
  /// begins. Those kept last stay (KeptDreams).
  std::optional<int> keep_as{};

  bool operator==(const Adoption&) const = default;
};

/// All the window wants of the engine, as one plain value. The newest wins; counters and lists that only grow
/// make one-off commands (restart, single step, adoption) survive being overwritten.
struct Request {
  std::uint64_t generation = 0;                      ///< stamped by Engine::submit
  std::shared_ptr<const checkpoint::Series> series;  ///< null: as the engine began
  recipe::DreamParams params;
  checkpoint::Place checkpoint;
  std::string precision = "auto";  ///< dream::Stepper::set_precision(), of all dreams
  bool run = true;
  bool endless = false;                     ///< goes on after params.steps; see params_in_force()
  std::uint64_t restarts = 0;               ///< each increase begins the dream anew from its start image
  std::uint64_t single_steps = 0;           ///< each increase does one step while not running
  std::vector<SideWish> beside;             ///< dreams beside the main one; empty: none
  bool nearest = false;                     ///< the species nearest in features are wanted too
  std::optional<checkpoint::Place> second;  ///< a checkpoint whose top 5 are wanted too
  std::uint64_t cross_scores = 0;  ///< each increase asks which checkpoint recognises which dream beside
  std::optional<int> cross_class;  ///< as which class; another asks anew; none: nothing is asked
  bool cross_goes_on = true;       ///< false: no more of them is answered; what there is stays
  /// Another one than before begins a dream anew and follows it to its end, whether `run` or not; then the
  /// rest of the request is in force. It is dreamt in the precision it tells of, where that can be had.
  /// Another restart, other parameters, another checkpoint or precision end it before.
  std::shared_ptr<const Replay> replay;
  bool replay_rests = false;     ///< it is paused on its way
  int keep_every = 0;            ///< the picture of every so many steps is kept for take_pictures(); 0: none
  std::uint64_t recordings = 0;  ///< number of the recording; each increase: the picture as it is comes first
  std::vector<Adoption> adoptions;  ///< all so far, in order: those that are new are done, one by one
};

/// The parameters a request means: an endless dream does not cool down towards its end.
recipe::DreamParams params_in_force(const Request& request);
recipe::DreamParams params_in_force(recipe::DreamParams params, bool endless);

using EngineInfo = dream::StepperInfo;

/// A step's report and the dream it belongs to (Frame::dream).
struct LoggedStep {
  std::uint64_t dream = 0;
  dream::StepReport report;
  std::vector<dream::Score> second;     ///< Frame::second at that step
  std::vector<dream::Similar> nearest;  ///< Frame::nearest at that step
};

/// The worker: drives a Stepper on its own thread. Every member is safe to call from the window's thread and
/// never waits for a step.
class Engine {
 public:
  /// `on_frame`, if given, is called on the worker's thread after each published frame (to wake the window).
  Engine(checkpoint::Series series, dream::StepperFactory make_stepper, std::function<void()> on_frame = {});
  ~Engine();  ///< stops after the step in hand and joins
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// The one it began with.
  const checkpoint::Series& series() const;

  /// Newest wins. Returns the generation stamped on it; a frame of that generation or later obeys it.
  std::uint64_t submit(Request request);

  /// The newest frame not yet taken; null when there is none. Its picture is empty until a dream has begun.
  std::shared_ptr<const Frame> take_frame();

  /// The newest of the dreams beside the main one not yet taken; null when there is none.
  std::shared_ptr<const SideFrame> take_side_frame();

  /// Reports of every step since the last call, none left out (the curves need them all, the screen does
  /// not). Bounded: a window that stops asking keeps the newest 65,536.
  std::vector<LoggedStep> take_steps();

  /// The pictures that Request::keep_every asked for under that number (Request::recordings), oldest first,
  /// at most so many at a time. None of an older recording.
  KeptPictures take_pictures(std::uint64_t recording, std::size_t most);
  /// That recording is over, and nobody will take more of it: the dream waits for no place any longer.
  void end_pictures(std::uint64_t recording);

  /// How the main dream was steered so far.
  Timeline timeline() const;

  /// Empty layers until the first checkpoint is loaded.
  EngineInfo info() const;

 private:
  class Worker;
  std::unique_ptr<Worker> worker_;
};

}  // namespace birddream::engine
