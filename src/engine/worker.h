#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/mailbox.h"
#include "engine/engine.h"
#include "engine/rate_meter.h"
#include "engine/side_dreams.h"

namespace birddream::engine {

/// The thread behind Engine. What other threads touch (inbox, outbox, pictures, log, info) is guarded; the
/// rest belongs to the worker's thread alone.
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

  std::vector<LoggedStep> take_log();
  EngineInfo info() const;
  Timeline timeline() const;

 private:
  void run();
  void obey(const Request& request);
  bool begin_dream(const recipe::DreamParams& params);
  Status stand_on(const checkpoint::Place& place);
  bool begin_replay(const Request& request);
  Status follow_replay();
  bool wants_step() const;
  bool is_moving() const { return current_.run || replay_ != nullptr; }
  bool is_over(int steps) const;
  void step();
  void change_series(const checkpoint::Series& next);
  void arrange_sides(const Request& request);
  bool sides_are_behind() const;
  void step_sides();
  void publish_sides();
  void look_twice();
  void look_again();
  void adopt(const Request& request);
  void fail(const std::string& message);
  void publish();
  void keep_picture();
  Change in_force(int step) const;

  dream::StepperFactory make_stepper_;
  std::function<void()> on_frame_;

  checkpoint::Series series_;  // the one in force
  std::unique_ptr<dream::Stepper> stepper_;
  Request current_;
  bool obeyed_any_ = false;
  bool dreaming_ = false;                                // a dream has begun (perhaps paused)
  checkpoint::Place loaded_ = checkpoint::place_at(-1);  // under the dream
  std::uint64_t single_steps_done_ = 0;
  std::uint64_t dream_ = 0;
  std::uint64_t made_under_ = 0;  // Frame::made_under
  Phase phase_ = Phase::loading;
  std::string message_;
  dream::StepReport report_;
  std::vector<dream::Score> second_;
  std::vector<dream::Similar> nearest_;
  RateMeter rate_;
  SideDreams sides_;
  std::shared_ptr<const Replay> replay_;  // under way
  std::size_t replayed_ = 0;              // of its changes

  mutable std::mutex shared_mutex_;  // guards log_, info_ and timeline_
  std::vector<LoggedStep> log_;
  EngineInfo info_;
  Timeline timeline_;

  std::atomic<bool> stop_{false};
  std::thread thread_;  // last: starts when everything above stands
};

}  // namespace birddream::engine
