#include "engine/worker.h"

#include <sys/resource.h>

#include <chrono>
#include <utility>

namespace birddream::engine {
namespace {

constexpr std::chrono::milliseconds idle_poll{50};
// Objectives in middle layers stop before the logits; the top 5 then cost a forward pass of their own.
constexpr int classify_every = 8;
constexpr int measure_every = 4;
constexpr int inform_every = 32;

// The window's thread must get a core whenever it wants one: a few steps nicer than the process was started.
// Threads that LibTorch's pool starts from here inherit it (Linux keeps niceness per thread).
void yield_to_the_window() {
  constexpr int nicer = 5;
  setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + nicer);
}

}  // namespace

Engine::Worker::Worker(checkpoint::Series the_series, dream::StepperFactory make_stepper,
                       std::function<void()> on_frame)
    : series(std::move(the_series)),
      make_stepper_(std::move(make_stepper)),
      on_frame_(std::move(on_frame)),
      series_(series),
      thread_([this] { run(); }) {}

Engine::Worker::~Worker() {
  stop_ = true;
  thread_.join();
}

void Engine::Worker::run() {
  yield_to_the_window();
  publish();  // phase: loading
  auto made = make_stepper_();
  if (made) {
    stepper_ = std::move(made).value();
  } else {
    fail(made.error().message);
  }
  while (!stop_) {
    const bool at_work = wants_step() || works_beside();
    const auto request = at_work ? inbox.take() : inbox.take_within(idle_poll);
    if (stop_) break;
    if (request && stepper_) obey(*request);
    if (wants_step()) step();
    if (works_beside()) work_beside();
  }
}

bool Engine::Worker::is_over(int steps) const {
  return !replay_ && !current_.endless && steps >= current_.params.steps;
}

bool Engine::Worker::wants_step() const {
  if (!dreaming_ || phase_ == Phase::failed) return false;
  if (is_moving()) return !is_over(stepper_->steps_done());
  return single_steps_done_ < current_.single_steps;
}

void Engine::Worker::look_twice() {
  looked_ = look_again(*stepper_, current_.second, current_.nearest, top_count);
}

// What a step would have told of the picture.
void Engine::Worker::look_at_rest() {
  auto top = stepper_->classify(top_count);
  if (!top) return fail(top.error().message);
  const auto slope = stepper_->spectrum_slope();
  if (!slope) return fail(slope.error().message);
  report_.top = std::move(top).value();
  report_.spectrum_slope = *slope;
  look_twice();
}

void Engine::Worker::step() {
  if (!is_moving()) ++single_steps_done_;
  const float slope = report_.spectrum_slope;
  made_under_ = current_.generation;
  auto report = stepper_->step();
  if (!report) return fail(report.error().message);
  rate_.tick();
  if (stepper_->info_changed()) inform();

  std::vector<dream::Score> last_top = std::move(report_.top);
  report_ = std::move(report).value();
  if (replay_) {
    if (const Status followed = follow_replay(); !followed) return fail(followed.error().message);
  }
  const bool done = is_over(report_.step);
  const bool rare = done || !is_moving();
  report_.spectrum_slope = slope;
  if (rare || report_.step % measure_every == 1) {
    const auto measured = stepper_->spectrum_slope();
    if (!measured) return fail(measured.error().message);
    report_.spectrum_slope = *measured;
  }
  if ((current_.second || current_.nearest) && (rare || report_.step % classify_every == 1)) look_twice();
  if (report_.top.empty()) {
    report_.top = std::move(last_top);
    if (rare || report_.step % classify_every == 1) {
      auto top = stepper_->classify(top_count);
      if (!top) return fail(top.error().message);
      report_.top = std::move(top).value();
    }
  }
  records.log({dream_, report_, looked_.top, looked_.nearest});
  if (report_.step % inform_every == 0) inform();  // what is read ahead grows
  phase_ = done ? Phase::finished : is_moving() ? Phase::running : Phase::paused;
  publish();
  if (current_.keep_every > 0 && report_.step % current_.keep_every == 0) keep_picture();
}

bool Engine::Worker::sides_are_behind() const {
  return dreaming_ && sides_.is_behind(stepper_->steps_done());
}

bool Engine::Worker::wants_cross_score() const {
  return current_.cross_goes_on && sides_.wants_cross_score();
}

// They are looked at when none has to step; an endless dream, which they never catch up with, between their
// steps, so that what is beside it takes no more of its time.
void Engine::Worker::work_beside() {
  const bool behind = sides_are_behind();
  const bool may_look = !behind || (current_.endless && current_.run && !looked_beside_);
  looked_beside_ = may_look && wants_cross_score();
  if (looked_beside_) {
    sides_.make_cross_score();
  } else {
    sides_.step(*stepper_, stepper_->steps_done());
  }
  publish_sides();
}

void Engine::Worker::publish_sides() {
  SideFrame beside = sides_.frame();
  beside.generation = current_.generation;
  side_outbox.put(std::make_shared<const SideFrame>(std::move(beside)));
  if (on_frame_) on_frame_();
}

void Engine::Worker::keep_picture() {
  if (current_.keep_every > 0) pictures.put(current_.recordings, stepper_->picture());
}

void Engine::Worker::inform() {
  info_ = std::make_shared<const EngineInfo>(stepper_->info());
  records.set_info(*info_);
}

void Engine::Worker::fail(const std::string& message) {
  phase_ = Phase::failed;
  message_ = message;
  publish();
}

void Engine::Worker::publish() {
  auto frame = std::make_shared<Frame>();
  if (dreaming_) {
    frame->picture = stepper_->picture();
    const dream::PictureRange range = stepper_->picture_range();
    frame->low = range.low;
    frame->high = range.high;
  }
  frame->report = report_;
  frame->generation = current_.generation;
  frame->made_under = made_under_;
  frame->dream = dream_;
  frame->checkpoint = loaded_;
  frame->phase = phase_;
  frame->second = looked_.top;
  frame->nearest = looked_.nearest;
  frame->message = message_;
  frame->info = info_;
  frame->changes = records.changes();
  frame->replays = replay_ != nullptr;
  frame->other_weights = other_weights_;
  frame->other_precision = other_precision_;
  frame->steps_per_second = phase_ == Phase::running ? rate_.per_second() : 0;
  outbox.put(std::move(frame));
  if (on_frame_) on_frame_();
}

}  // namespace birddream::engine
