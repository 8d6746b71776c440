#include "engine/side_dreams.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace birddream::engine {

Change SideDreams::as_it_is(const Dream& dream) {
  return {dream.report.step, dream.params, dream.loaded, dream.stepper->weights(),
          dream.stepper->info().precision};
}

Status SideDreams::stand(Dream& dream) {
  if (dream.wish.place == dream.loaded) return {};
  if (Status loaded = dream.stepper->load(dream.wish.place); !loaded) return loaded;
  dream.loaded = dream.wish.place;
  return {};
}

// One that cannot begin is made anew when something has changed: it must not go on with what it was before.
Status SideDreams::begin(Dream& dream) {
  dream.report = {};
  Status begun = stand(dream);
  if (begun) begun = dream.stepper->restart(dream.params);
  if (!begun) {
    dream.stepper.reset();
    return begun;
  }
  dream.timeline.restart(as_it_is(dream));
  return {};
}

Status SideDreams::follow(Dream& dream, const SideWish& wish, const recipe::DreamParams& params) {
  const bool changed = wish.place != dream.wish.place || params != dream.params;
  const bool anew = recipe::changes_start(dream.params, params);
  dream.wish = wish;
  dream.params = params;
  if (!changed) return {};
  dream.message.clear();
  if (!dream.stepper) return {};
  if (anew) return begin(dream);
  if (Status stands = stand(dream); !stands) return stands;
  if (Status set = dream.stepper->set_params(params); !set) return set;
  dream.timeline.note(as_it_is(dream));
  return {};
}

void SideDreams::arrange(const std::vector<SideWish>& wishes, const recipe::DreamParams& main) {
  std::vector<Dream> arranged;
  for (const SideWish& wish : wishes) {
    const recipe::DreamParams& params = wish.params ? *wish.params : main;
    const auto known =
        std::ranges::find_if(dreams_, [&](const Dream& dream) { return dream.wish.id == wish.id; });
    if (known == dreams_.end()) {
      arranged.push_back({wish, {}, params, nullptr, {}, {}, ""});
      continue;
    }
    arranged.push_back(std::move(*known));
    dreams_.erase(known);
    Dream& dream = arranged.back();
    if (const Status followed = follow(dream, wish, params); !followed)
      dream.message = followed.error().message;
  }
  dreams_ = std::move(arranged);
}

void SideDreams::restart() {
  for (Dream& dream : dreams_) {
    if (dream.wish.own_pace) continue;
    dream.message.clear();
    if (!dream.stepper) continue;
    if (const Status begun = begin(dream); !begun) dream.message = begun.error().message;
  }
  ask_cross_scores(cross_.class_index);
  rate_.reset();
  share_.reset();
}

int SideDreams::behind(const Dream& dream, int main_steps) {
  if (!dream.message.empty()) return 0;
  return (dream.wish.own_pace ? dream.params.steps : main_steps) - dream.report.step;
}

bool SideDreams::is_behind(int steps) const {
  return std::ranges::any_of(dreams_, [&](const Dream& dream) { return behind(dream, steps) > 0; });
}

Status SideDreams::make(Dream& dream, const dream::Stepper& main) {
  auto stepper = main.another();
  if (!stepper) return stepper.error();
  dream.stepper = std::move(stepper).value();
  dream.loaded = checkpoint::place_at(-1);
  return begin(dream);
}

void SideDreams::step(const dream::Stepper& main, int main_steps) {
  Dream* next = nullptr;
  for (Dream& dream : dreams_) {
    if (behind(dream, main_steps) <= 0) continue;
    // At their own pace: one after the other, so that finished pictures come early.
    const bool sooner = next == nullptr || (next->wish.own_pace && !dream.wish.own_pace) ||
                        (!dream.wish.own_pace && dream.report.step < next->report.step);
    if (sooner) next = &dream;
  }
  if (next == nullptr) return;
  const auto begun = ShareMeter::Clock::now();
  advance(*next, main);
  share_.add(begun, ShareMeter::Clock::now());
}

void SideDreams::advance(Dream& dream, const dream::Stepper& main) {
  if (!dream.stepper) {
    if (const Status begun = make(dream, main); !begun) {
      dream.message = begun.error().message;
      return;
    }
  }
  auto report = dream.stepper->step();
  if (!report) {
    dream.message = report.error().message;
    return;
  }
  dream.report = std::move(report).value();
  rate_.tick();
}

Handed SideDreams::take(int id) {
  const auto found = std::ranges::find_if(dreams_, [&](const Dream& dream) { return dream.wish.id == id; });
  if (found == dreams_.end() || !found->stepper) return {};
  return {std::move(found->stepper), std::exchange(found->report, {}), std::exchange(found->timeline, {}),
          found->loaded, found->params};
}

void SideDreams::give(int id, Handed handed) {
  auto found = std::ranges::find_if(dreams_, [&](const Dream& dream) { return dream.wish.id == id; });
  if (found == dreams_.end()) found = dreams_.insert(found, Dream{});
  found->wish.id = id;
  found->wish.place = found->loaded = handed.place;
  found->params = std::move(handed.params);
  found->stepper = std::move(handed.stepper);
  found->report = std::move(handed.report);
  found->timeline = std::move(handed.timeline);
  found->message.clear();
}

void SideDreams::set_precision(const std::string& wish) {
  for (Dream& dream : dreams_) {
    if (!dream.stepper) continue;
    if (const Status set = dream.stepper->set_precision(wish); !set) dream.message = set.error().message;
    dream.timeline.note(as_it_is(dream));
  }
}

void SideDreams::extend(const checkpoint::Series& series) {
  for (Dream& dream : dreams_) {
    if (!dream.stepper) continue;
    if (const Status set = dream.stepper->set_series(series); !set) dream.message = set.error().message;
  }
}

bool SideDreams::is_compared(const Dream& dream) {
  return !dream.wish.own_pace && !dream.wish.params && dream.message.empty();
}

// One step apart is in step: they take turns.
bool SideDreams::are_in_step() const {
  int least = std::numeric_limits<int>::max(), most = 0;
  for (const Dream& dream : dreams_) {
    if (!is_compared(dream)) continue;
    least = std::min(least, dream.stepper ? dream.report.step : 0);
    most = std::max(most, dream.report.step);
  }
  return least > 0 && most > 0 && most - least <= 1;
}

void SideDreams::ask_cross_scores(std::optional<int> class_index) {
  cross_ = {};
  cross_.class_index = class_index.value_or(-1);
}

void SideDreams::begin_cross_scores() {
  for (const Dream& dream : dreams_) {
    if (is_compared(dream)) cross_.places.push_back(dream.wish.place);
  }
  cross_.shares.assign(cross_.places.size() * cross_.places.size(), -1);
}

bool SideDreams::wants_cross_score() const {
  if (cross_.class_index < 0 || !cross_.message.empty()) return false;
  return cross_.places.empty() ? are_in_step()
                               : std::ranges::find(cross_.shares, -1.0F) != cross_.shares.end();
}

void SideDreams::make_cross_score() {
  if (cross_.places.empty()) begin_cross_scores();
  const auto cell = static_cast<std::size_t>(std::ranges::find(cross_.shares, -1.0F) - cross_.shares.begin());
  const std::size_t count = cross_.places.size();
  const auto dream = std::ranges::find_if(dreams_, [&](const Dream& one) {
    return is_compared(one) && one.stepper && one.loaded == cross_.places[cell / count];
  });
  if (dream == dreams_.end()) return ask_cross_scores(cross_.class_index);  // closed meanwhile
  const auto shares = dream->stepper->probabilities_under(cross_.places[cell % count]);
  if (!shares) {
    cross_.message = shares.error().message;
    return;
  }
  const auto wanted = static_cast<std::size_t>(cross_.class_index);
  cross_.shares[cell] = wanted < shares->size() ? (*shares)[wanted] : 0;
}

SideFrame SideDreams::frame() const {
  SideFrame frame;
  for (const Dream& dream : dreams_) {
    const image::PlanarView picture = dream.stepper ? dream.stepper->picture() : image::PlanarView();
    frame.tiles.push_back({dream.wish.id, dream.wish.place, picture, dream.report, dream.message});
  }
  frame.steps_per_second = rate_.per_second();
  frame.share = share_.share();
  frame.cross = cross_;
  return frame;
}

}  // namespace birddream::engine
