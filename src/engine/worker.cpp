#include "engine/worker.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <utility>

namespace birddream::engine {
namespace {

constexpr std::size_t log_limit = 65536;
constexpr std::chrono::milliseconds idle_poll{50};
// Objectives in middle layers stop before the logits; the top 5 then cost a forward pass of their own.
constexpr int classify_every = 8;
constexpr int measure_every = 4;
constexpr int inform_every = 32;
constexpr int top_count = 5;

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

std::vector<LoggedStep> Engine::Worker::take_log() {
  const std::lock_guard lock(shared_mutex_);
  return std::exchange(log_, {});
}

EngineInfo Engine::Worker::info() const {
  const std::lock_guard lock(shared_mutex_);
  return info_;
}

Timeline Engine::Worker::timeline() const {
  const std::lock_guard lock(shared_mutex_);
  return timeline_;
}

Change Engine::Worker::in_force(int step) const {
  return {step, params_in_force(current_), loaded_};
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
    const bool at_work = wants_step() || sides_are_behind() || sides_.wants_cross_score();
    const auto request = at_work ? inbox.take() : inbox.take_within(idle_poll);
    if (stop_) break;
    if (request && stepper_) obey(*request);
    if (wants_step()) step();
    if (sides_are_behind()) {
      step_sides();
    } else if (sides_.wants_cross_score()) {
      sides_.make_cross_score();
      publish_sides();
    }
  }
}

// The dreams beside hold on to the series they began with, so that they begin anew.
void Engine::Worker::change_series(const checkpoint::Series& next) {
  const bool goes_on = checkpoint::extends(next, series_);
  series_ = next;
  sides_ = {};
  if (const Status set = stepper_->set_series(next); !set) return fail(set.error().message);
  if (goes_on) return;
  loaded_ = checkpoint::place_at(-1);
  dreaming_ = false;
}

void Engine::Worker::obey(const Request& request) {
  if (request.series && request.series != current_.series) change_series(*request.series);
  const bool replays = request.replay && request.replay != current_.replay;
  const bool restart = !obeyed_any_ || !dreaming_ || replays || request.restarts != current_.restarts;
  const bool steered = restart || request.checkpoint != current_.checkpoint ||
                       request.params != current_.params || request.endless != current_.endless;
  if (steered || request.adoptions != current_.adoptions) replay_.reset();
  const bool changed = steered || (!replay_ && request.checkpoint != loaded_);
  if (!obeyed_any_) single_steps_done_ = request.single_steps;
  const bool adoption = obeyed_any_ && request.adoptions != current_.adoptions;
  if (adoption && !restart) adopt(request);
  arrange_sides(request);
  if (obeyed_any_ && request.cross_scores != current_.cross_scores)
    sides_.begin_cross_scores(request.cross_class);
  const bool keeps_from_now = request.keep_every > 0 && request.recordings != current_.recordings;
  if (keeps_from_now) pictures.clear();
  const bool second_changed = request.second != current_.second || request.nearest != current_.nearest;
  current_ = request;
  obeyed_any_ = true;
  if (changed) message_.clear();

  if (replays) {
    if (!begin_replay(request)) return;
  } else if (!replay_) {
    if (const Status loaded = stand_on(request.checkpoint); !loaded) return fail(loaded.error().message);
  }
  if (restart && !replays) {
    if (!begin_dream(params_in_force(request))) return;
  } else if (changed && !replays) {
    if (const Status set = stepper_->set_params(params_in_force(request)); !set)
      return fail(set.error().message);
    const std::lock_guard lock(shared_mutex_);
    timeline_.note(in_force(stepper_->steps_done()));
  }
  if (second_changed && dreaming_) look_again();
  if (dreaming_ && (keeps_from_now || restart || adoption)) keep_picture();
  if (phase_ != Phase::failed || changed) {
    const bool done = is_over(stepper_->steps_done());
    phase_ = done ? Phase::finished : is_moving() ? Phase::running : Phase::paused;
  }
  publish();
}

void Engine::Worker::arrange_sides(const Request& request) {
  const bool closed = request.beside.empty() && !sides_.empty();
  std::vector<SideWish> wishes = request.beside;
  for (SideWish& wish : wishes) {
    if (wish.params && !wish.own_pace) wish.params = params_in_force(*wish.params, request.endless);
  }
  sides_.arrange(wishes, params_in_force(request));
  if (closed) side_outbox.put(std::make_shared<const SideFrame>());
}

Status Engine::Worker::stand_on(const checkpoint::Place& place) {
  if (place == loaded_) return {};
  if (Status loaded = stepper_->load(place); !loaded) return loaded;
  loaded_ = place;
  const std::lock_guard lock(shared_mutex_);
  info_ = stepper_->info();
  return {};
}

bool Engine::Worker::begin_dream(const recipe::DreamParams& params) {
  if (const Status begun = stepper_->restart(params); !begun) {
    fail(begun.error().message);
    return false;
  }
  sides_.restart();
  dreaming_ = true;
  single_steps_done_ = current_.single_steps;
  ++dream_;
  report_ = {};
  report_.width = stepper_->picture().width;
  report_.height = stepper_->picture().height;
  rate_.reset();
  const std::lock_guard lock(shared_mutex_);
  timeline_.restart({0, params, loaded_}, dream_);
  return true;
}

bool Engine::Worker::begin_replay(const Request& request) {
  const Change& start = request.replay->changes.front();
  if (const Status loaded = stand_on(start.checkpoint); !loaded) {
    fail(loaded.error().message);
    return false;
  }
  if (!begin_dream(start.params)) return false;
  replay_ = request.replay;
  replayed_ = 1;
  if (const Status followed = follow_replay(); !followed) {
    fail(followed.error().message);
    return false;
  }
  return true;
}

// What comes into force at this step; at the replay's end, what the window wants.
Status Engine::Worker::follow_replay() {
  const int steps = stepper_->steps_done();
  const auto apply = [&](const recipe::DreamParams& params, const checkpoint::Place& place) -> Status {
    if (Status loaded = stand_on(place); !loaded) return loaded;
    if (Status set = stepper_->set_params(params); !set) return set;
    const std::lock_guard lock(shared_mutex_);
    timeline_.note({steps, params, place});
    return {};
  };
  if (steps >= replay_->until) {
    replay_.reset();
    return apply(params_in_force(current_), current_.checkpoint);
  }
  const auto& changes = replay_->changes;
  for (; replayed_ < changes.size() && changes[replayed_].step <= steps; ++replayed_) {
    const Change& change = changes[replayed_];
    if (Status applied = apply(change.params, change.checkpoint); !applied) return applied;
  }
  return {};
}

bool Engine::Worker::is_over(int steps) const {
  return !replay_ && !current_.endless && steps >= current_.params.steps;
}

bool Engine::Worker::wants_step() const {
  if (!dreaming_ || phase_ == Phase::failed) return false;
  if (replay_) return true;
  if (current_.run) return !is_over(stepper_->steps_done());
  return single_steps_done_ < current_.single_steps;
}

// What is asked about a picture besides its own top 5.
void Engine::Worker::look_again() {
  look_twice();
  nearest_ = current_.nearest ? stepper_->nearest(top_count) : std::vector<dream::Similar>();
}

void Engine::Worker::look_twice() {
  second_.clear();
  if (!current_.second) return;
  const auto shares = stepper_->probabilities_under(*current_.second);
  if (!shares) return;  // said where that checkpoint is chosen as the dream's
  std::vector<int> order(shares->size());
  std::iota(order.begin(), order.end(), 0);
  const auto count = std::min<std::size_t>(top_count, order.size());
  const auto share_of = [&](int index) { return (*shares)[static_cast<std::size_t>(index)]; };
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                    [&](int a, int b) { return share_of(a) > share_of(b); });
  for (std::size_t i = 0; i < count; ++i) second_.push_back({order[i], 0, share_of(order[i])});
}

void Engine::Worker::step() {
  if (!current_.run && !replay_) ++single_steps_done_;
  const float slope = report_.spectrum_slope;
  made_under_ = current_.generation;
  auto report = stepper_->step();
  if (!report) return fail(report.error().message);
  rate_.tick();
  if (stepper_->info_changed()) {
    const std::lock_guard lock(shared_mutex_);
    info_ = stepper_->info();
  }

  std::vector<dream::Score> last_top = std::move(report_.top);
  report_ = std::move(report).value();
  if (replay_) {
    if (const Status followed = follow_replay(); !followed) return fail(followed.error().message);
  }
  const bool done = is_over(report_.step);
  const bool rare = done || !is_moving();
  report_.spectrum_slope = rare || report_.step % measure_every == 1 ? stepper_->spectrum_slope() : slope;
  if ((current_.second || current_.nearest) && (rare || report_.step % classify_every == 1)) look_again();
  if (report_.top.empty()) {
    const bool due = rare || report_.step % classify_every == 1;
    report_.top = due ? stepper_->classify(top_count) : std::move(last_top);
  }
  {
    const std::lock_guard lock(shared_mutex_);
    if (log_.size() == log_limit) log_.erase(log_.begin(), log_.begin() + log_limit / 2);
    log_.push_back({dream_, report_, second_, nearest_});
    if (report_.step % inform_every == 0) info_ = stepper_->info();  // what is read ahead grows
  }
  phase_ = done ? Phase::finished : is_moving() ? Phase::running : Phase::paused;
  publish();
  if (current_.keep_every > 0 && report_.step % current_.keep_every == 0) keep_picture();
}

bool Engine::Worker::sides_are_behind() const {
  return dreaming_ && sides_.is_behind(stepper_->steps_done());
}

void Engine::Worker::step_sides() {
  sides_.step(*stepper_, stepper_->steps_done());
  publish_sides();
}

void Engine::Worker::publish_sides() {
  side_outbox.put(std::make_shared<const SideFrame>(sides_.frame()));
  if (on_frame_) on_frame_();
}

void Engine::Worker::adopt(const Request& request) {
  SideDreams::Handed taken = sides_.take(request.adopted);
  if (!taken.stepper) return;
  // Where that dream is wanted as the main one was, the two change places.
  const auto wish = std::ranges::find(request.beside, request.adopted, &SideWish::id);
  const bool swap = wish != request.beside.end() && wish->place == loaded_ &&
                    wish->params.value_or(request.params) == current_.params;
  if (swap) {
    sides_.give(request.adopted,
                {std::move(stepper_), report_, timeline(), loaded_, params_in_force(current_)});
  }
  stepper_ = std::move(taken.stepper);
  report_ = std::move(taken.report);
  loaded_ = taken.place;
  ++dream_;
  const std::lock_guard lock(shared_mutex_);
  info_ = stepper_->info();
  timeline_ = std::move(taken.timeline);
  timeline_.set_dream(dream_);
}

void Engine::Worker::keep_picture() {
  if (current_.keep_every > 0) pictures.put(stepper_->picture());
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
  frame->second = second_;
  frame->nearest = nearest_;
  frame->message = message_;
  frame->steps_per_second = phase_ == Phase::running ? rate_.per_second() : 0;
  outbox.put(std::move(frame));
  if (on_frame_) on_frame_();
}

}  // namespace birddream::engine
