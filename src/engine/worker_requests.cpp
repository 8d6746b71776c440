// What the newest request changes.
#include <algorithm>
#include <utility>

#include "engine/worker.h"

namespace birddream::engine {

void Engine::Worker::obey(const Request& request) {
  Status series_changed;
  if (request.series && request.series != current_.series) series_changed = change_series(*request.series);
  const bool replays = request.replay && request.replay != current_.replay;
  if (replays || (obeyed_any_ && request.restarts != current_.restarts))
    must_begin_ = sides_must_begin_ = true;
  const bool adopted = obeyed_any_ && adopt(request.adoptions);
  const bool restart = must_begin_;
  const bool steered = restart || adopted || request.checkpoint != current_.checkpoint ||
                       request.params != current_.params || request.endless != current_.endless ||
                       request.precision != current_.precision;
  if (steered) replay_.reset();
  const bool moved = !replay_ && request.checkpoint != loaded_;
  const bool changed = steered || moved;
  if (!obeyed_any_) single_steps_done_ = request.single_steps;
  arrange_sides(request);
  const bool asks = request.cross_scores != current_.cross_scores ||
                    (request.cross_scores > 0 && request.cross_class != current_.cross_class);
  if (obeyed_any_ && asks) sides_.ask_cross_scores(request.cross_class);
  const bool keeps_from_now = request.keep_every > 0 && request.recordings != current_.recordings;
  const bool second_changed = request.second != current_.second || request.nearest != current_.nearest;
  current_ = request;
  obeyed_any_ = true;
  if (changed) message_.clear();
  if (!series_changed) return fail(series_changed.error().message);

  if (replays) {
    if (!begin_replay(request)) return;
  } else if (!replay_) {
    if (const Status set = compute_in(request.precision); !set) return fail(set.error().message);
    if (const Status loaded = stand_on(request.checkpoint); !loaded) return fail(loaded.error().message);
  }
  if (restart && !replays) {
    if (!begin_dream(params_in_force(request))) return;
  } else if (changed && !replays) {
    if (const Status set = steer(params_in_force(request)); !set) return fail(set.error().message);
  }
  if (keeps_from_now || restart || adopted) keep_picture();
  if (phase_ != Phase::failed || changed) {
    const bool done = is_over(stepper_->steps_done());
    phase_ = done ? Phase::finished : is_moving() ? Phase::running : Phase::paused;
  }
  if (!restart && (adopted || (moved && !wants_step()))) {
    look_at_rest();
  } else if (second_changed) {
    look_twice();
  }
  publish();
}

Status Engine::Worker::change_series(const checkpoint::Series& next) {
  const bool goes_on = checkpoint::extends(next, series_);
  series_ = next;
  if (goes_on) {
    sides_.extend(next);
    kept_.extend(next);
  } else {
    sides_ = {};
    kept_ = {};
    loaded_ = checkpoint::place_at(-1);
    dreaming_ = false;
    must_begin_ = sides_must_begin_ = true;
  }
  return stepper_->set_series(next);
}

void Engine::Worker::arrange_sides(const Request& request) {
  const bool closed = request.beside.empty() && !sides_.empty();
  std::vector<SideWish> wishes = request.beside;
  for (SideWish& wish : wishes) {
    if (wish.params && !wish.own_pace) wish.params = params_in_force(*wish.params, request.endless);
  }
  sides_.arrange(wishes, params_in_force(request));
  if (!closed) return;
  SideFrame none;
  none.generation = request.generation;
  side_outbox.put(std::make_shared<const SideFrame>(std::move(none)));
}

Status Engine::Worker::compute_in(const std::string& precision) {
  if (precision == precision_) return {};
  if (Status set = stepper_->set_precision(precision); !set) return set;
  precision_ = precision;
  sides_.set_precision(precision);
  inform();
  return {};
}

/// What is to be asked for to compute as it was then.
const std::string& Engine::Worker::precision_for(const Change& told) const {
  return dream::is_precision_wish(told.precision) ? told.precision : current_.precision;
}

Status Engine::Worker::stand_on(const checkpoint::Place& place) {
  if (place == loaded_) return {};
  if (Status loaded = stepper_->load(place); !loaded) return loaded;
  loaded_ = place;
  inform();
  return {};
}

Status Engine::Worker::steer(const recipe::DreamParams& params) {
  if (Status set = stepper_->set_params(params); !set) return set;
  used_ = params;
  records.note({stepper_->steps_done(), params, loaded_, stepper_->weights(), info_->precision});
  return {};
}

bool Engine::Worker::begin_dream(const recipe::DreamParams& params) {
  if (const Status begun = stepper_->restart(params); !begun) {
    fail(begun.error().message);
    return false;
  }
  used_ = params;
  if (sides_must_begin_) {
    sides_.restart();
    if (current_.cross_scores > 0) sides_.ask_cross_scores(current_.cross_class);
  }
  must_begin_ = sides_must_begin_ = false;
  dreaming_ = true;
  single_steps_done_ = current_.single_steps;
  ++dream_;
  looked_ = {};
  report_ = {};
  report_.width = stepper_->picture().width;
  report_.height = stepper_->picture().height;
  rate_.reset();
  other_weights_ = other_precision_ = false;
  records.restart({0, params, loaded_, stepper_->weights(), info_->precision}, dream_);
  return true;
}

bool Engine::Worker::begin_replay(const Request& request) {
  const Change& start = request.replay->changes.front();
  Status stands = compute_in(precision_for(start));
  if (stands) stands = stand_on(start.checkpoint);
  if (!stands) {
    fail(stands.error().message);
    return false;
  }
  if (!begin_dream(start.params)) return false;
  replay_ = request.replay;
  replayed_ = 1;
  compare(start);
  if (const Status followed = follow_replay(); !followed) {
    fail(followed.error().message);
    return false;
  }
  return true;
}

// What comes into force at this step; at the replay's end, what the window wants.
Status Engine::Worker::follow_replay() {
  const int steps = stepper_->steps_done();
  const auto apply = [&](const recipe::DreamParams& params, const checkpoint::Place& place,
                         const std::string& precision) -> Status {
    if (Status set = compute_in(precision); !set) return set;
    if (Status loaded = stand_on(place); !loaded) return loaded;
    return steer(params);
  };
  const auto& changes = replay_->changes;
  for (; replayed_ < changes.size() && changes[replayed_].step <= steps; ++replayed_) {
    const Change& change = changes[replayed_];
    Status applied = apply(change.params, change.checkpoint, precision_for(change));
    if (!applied) return applied;
    compare(change);
  }
  if (steps < replay_->until) return {};
  replay_.reset();
  return apply(params_in_force(current_), current_.checkpoint, current_.precision);
}

void Engine::Worker::compare(const Change& told) {
  if (!told.weights.empty() && told.weights != stepper_->weights()) other_weights_ = true;
  if (!told.precision.empty() && told.precision != info_->precision) other_precision_ = true;
}

// Whether the main dream is another one now, perhaps one that must begin.
bool Engine::Worker::adopt(const std::vector<Adoption>& adoptions) {
  bool adopted = false;
  for (std::size_t i = current_.adoptions.size(); i < adoptions.size(); ++i)
    adopted = adopt(adoptions[i]) || adopted;
  return adopted;
}

// The request's place and parameters come into force later, for the dreams beside too: whatever changed since
// the window last saw them, each lives on.
bool Engine::Worker::adopt(const Adoption& adoption) {
  Handed taken = kept_.take(adoption.id);
  if (!taken.stepper) taken = sides_.take(adoption.id);
  const bool anew = taken.stepper == nullptr;
  if (anew) {
    if (adoption.keep_as) return false;
    auto made = stepper_->another();
    if (!made) return false;
    taken.stepper = std::move(made).value();
    taken.place = checkpoint::place_at(-1);
  }
  // One that was kept has not heard of it. Where memory is short it goes on as before, and info() says so.
  static_cast<void>(taken.stepper->set_precision(precision_));
  auto before = std::exchange(stepper_, std::move(taken.stepper));
  if (!dreaming_) before.reset();  // it has not begun
  Handed main{std::move(before), report_, records.timeline(), loaded_, used_};
  if (!adoption.keep_as) {
    sides_.give(adoption.id, std::move(main));
  } else if (main.stepper) {
    kept_.keep(*adoption.keep_as, std::move(main));
  }
  report_ = std::move(taken.report);
  loaded_ = taken.place;
  used_ = std::move(taken.params);
  looked_ = {};
  dreaming_ = !anew;
  must_begin_ = anew || sides_must_begin_;
  if (anew) return true;
  ++dream_;
  other_weights_ = other_precision_ = false;
  inform();
  records.take_over(std::move(taken.timeline), dream_);
  return true;
}

}  // namespace birddream::engine
