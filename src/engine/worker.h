#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "base/mailbox.h"
#include "engine/engine.h"
#include "engine/kept_dreams.h"
#include "engine/rate_meter.h"
#include "engine/records.h"
#include "engine/second_look.h"
#include "engine/side_dreams.h"

namespace birddream::engine {

/// The thread behind Engine. What other threads touch is public and guards itself; the rest belongs to the
/// worker's thread alone.
class Engine::Worker {
 public:
  Worker(checkpoint::Series series, dream::StepperFactory make_stepper, std::function<void()> on_frame);
  ~Worker();

  const checkpoint::Series series;
  Mailbox<Request> inbox;
  Mailbox<std::shared_ptr<const Frame>> outbox;
  Mailbox<std::shared_ptr<const SideFrame>> side_outbox;
  std::atomic<std::uint64_t> generations{0};
  PictureLog pictures;
  Records records;

 private:
  // What a request changes (worker_requests.cpp).
  void obey(const Request& request);
  Status change_series(const checkpoint::Series& next);
  void arrange_sides(const Request& request);
  Status compute_in(const std::string& precision);
  const std::string& precision_for(const Change& told) const;
  Status stand_on(const checkpoint::Place& place);
  Status steer(const recipe::DreamParams& params);
  bool begin_dream(const recipe::DreamParams& params);
  bool begin_replay(const Request& request);
  Status follow_replay();
  void compare(const Change& told);
  bool adopt(const std::vector<Adoption>& adoptions);
  bool adopt(const Adoption& adoption);

  // What goes on between requests (worker.cpp).
  void run();
  bool wants_step() const;
  bool is_moving() const { return replay_ ? !current_.replay_rests : current_.run; }
  bool is_over(int steps) const;
  void step();
  bool sides_are_behind() const;
  bool wants_cross_score() const;
  bool works_beside() const { return sides_are_behind() || wants_cross_score(); }
  void work_beside();
  void publish_sides();
  void look_twice();
  void inform();
  void look_at_rest();
  void fail(const std::string& message);
  void publish();
  void keep_picture();

  static constexpr int top_count = 5;

  dream::StepperFactory make_stepper_;
  std::function<void()> on_frame_;

  checkpoint::Series series_;  // the one in force
  std::unique_ptr<dream::Stepper> stepper_;
  Request current_;
  bool obeyed_any_ = false;
  bool dreaming_ = false;                                // a dream has begun (perhaps paused)
  bool must_begin_ = true;                               // until it could
  bool sides_must_begin_ = true;                         // with it
  checkpoint::Place loaded_ = checkpoint::place_at(-1);  // under the dream
  std::string precision_;                                // asked for last; empty: none
  recipe::DreamParams used_;                             // by the dream
  std::uint64_t single_steps_done_ = 0;
  std::uint64_t dream_ = 0;
  std::uint64_t made_under_ = 0;  // Frame::made_under
  Phase phase_ = Phase::loading;
  std::string message_;
  dream::StepReport report_;
  SecondLook looked_;
  std::shared_ptr<const EngineInfo> info_ = std::make_shared<const EngineInfo>();
  bool other_weights_ = false;    // Frame::other_weights
  bool other_precision_ = false;  // Frame::other_precision
  RateMeter rate_;
  SideDreams sides_;
  KeptDreams kept_;
  bool looked_beside_ = false;            // work_beside() did, not stepped
  std::shared_ptr<const Replay> replay_;  // under way
  std::size_t replayed_ = 0;              // of its changes

  std::atomic<bool> stop_{false};
  std::thread thread_;  // last: starts when everything above stands
};

}  // namespace birddream::engine
