// What the newest request changes.
#include <algorithm>
#include <utility>

#include "engine/worker.h"

namespace birddream::engine {

void Engine::Worker::obey(const Request& request) {
  Status series_changed;
  if (request.series && request.series != current_.series) series_changed = change_series(*request.series);
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
    if (const Status loaded = stand_on(request.checkpoint); !loaded) return fail(loaded.error().message);
  }
  if (restart && !replays) {
    if (!begin_dream(params_in_force(request))) return;
  } else if (changed && !replays) {
    if (const Status set = stepper_->set_params(params_in_force(request)); !set)
      return fail(set.error().message);
    records.note(in_force(stepper_->steps_done()));
  }
  if (second_changed && dreaming_) look_twice();
  if (dreaming_ && (keeps_from_now || restart || adoption)) keep_picture();
  if (phase_ != Phase::failed || changed) {
    const bool done = is_over(stepper_->steps_done());
    phase_ = done ? Phase::finished : is_moving() ? Phase::running : Phase::paused;
  }
  publish();
}

Status Engine::Worker::change_series(const checkpoint::Series& next) {
  const bool goes_on = checkpoint::extends(next, series_);
  series_ = next;
  if (goes_on) {
    sides_.extend(next);
  } else {
    sides_ = {};
    loaded_ = checkpoint::place_at(-1);
    dreaming_ = false;
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

Change Engine::Worker::in_force(int step) const {
  return {step, params_in_force(current_), loaded_, stepper_->weights()};
}

Status Engine::Worker::stand_on(const checkpoint::Place& place) {
  if (place == loaded_) return {};
  if (Status loaded = stepper_->load(place); !loaded) return loaded;
  loaded_ = place;
  inform();
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
  other_weights_ = false;
  records.restart({0, params, loaded_, stepper_->weights()}, dream_);
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
  compare_weights(start);
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
    records.note({steps, params, place, stepper_->weights()});
    return {};
  };
  const auto& changes = replay_->changes;
  for (; replayed_ < changes.size() && changes[replayed_].step <= steps; ++replayed_) {
    const Change& change = changes[replayed_];
    if (Status applied = apply(change.params, change.checkpoint); !applied) return applied;
    compare_weights(change);
  }
  if (steps < replay_->until) return {};
  replay_.reset();
  return apply(params_in_force(current_), current_.checkpoint);
}

void Engine::Worker::compare_weights(const Change& told) {
  if (!told.weights.empty() && told.weights != stepper_->weights()) other_weights_ = true;
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
                {std::move(stepper_), report_, records.timeline(), loaded_, params_in_force(current_)});
  }
  stepper_ = std::move(taken.stepper);
  report_ = std::move(taken.report);
  loaded_ = taken.place;
  ++dream_;
  other_weights_ = false;
  inform();
  records.take_over(std::move(taken.timeline), dream_);
}

}  // namespace birddream::engine
