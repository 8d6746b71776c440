#include "engine/strip.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace birddream::engine {

void Strip::arrange(const std::vector<checkpoint::Place>& places) {
  std::vector<Dream> arranged;
  for (const checkpoint::Place& place : places) {
    const auto known = std::ranges::find(dreams_, place, &Dream::place);
    if (known != dreams_.end()) {
      arranged.push_back(std::move(*known));
      known->place = checkpoint::place_at(-1);  // taken
    } else {
      arranged.push_back({place, nullptr, {}, {}, ""});
    }
  }
  dreams_ = std::move(arranged);
}

void Strip::restart(const recipe::DreamParams& params) {
  params_ = params;
  for (Dream& dream : dreams_) {
    dream.report = {};
    dream.message.clear();
    if (!dream.stepper) continue;
    if (const Status begun = dream.stepper->restart(params); !begun) dream.message = begun.error().message;
    dream.timeline.restart({0, params, dream.place});
  }
  rate_.reset();
}

void Strip::set_params(const recipe::DreamParams& params) {
  params_ = params;
  for (Dream& dream : dreams_) {
    dream.message.clear();
    if (!dream.stepper) continue;
    if (const Status set = dream.stepper->set_params(params); !set) {
      dream.message = set.error().message;
    } else {
      dream.timeline.note({dream.report.step, params, dream.place});
    }
  }
}

bool Strip::is_behind(int steps) const {
  return std::ranges::any_of(
      dreams_, [&](const Dream& dream) { return dream.message.empty() && dream.report.step < steps; });
}

Status Strip::begin(Dream& dream, const dream::Stepper& main) const {
  auto stepper = main.another();
  if (!stepper) return stepper.error();
  if (const Status loaded = (*stepper)->load(dream.place); !loaded) return loaded;
  if (const Status begun = (*stepper)->restart(params_); !begun) return begun;
  dream.timeline.restart({0, params_, dream.place});
  dream.stepper = std::move(stepper).value();
  return {};
}

void Strip::step(const dream::Stepper& main) {
  const auto furthest = std::ranges::min_element(dreams_, {}, [](const Dream& dream) {
    return dream.message.empty() ? dream.report.step : std::numeric_limits<int>::max();
  });
  if (furthest == dreams_.end()) return;
  if (!furthest->stepper) {
    if (const Status begun = begin(*furthest, main); !begun) {
      furthest->message = begun.error().message;
      return;
    }
  }
  auto report = furthest->stepper->step();
  if (!report) {
    furthest->message = report.error().message;
    return;
  }
  furthest->report = std::move(report).value();
  rate_.tick();
}

std::unique_ptr<dream::Stepper> Strip::take(const checkpoint::Place& place, dream::StepReport& report,
                                            Timeline& timeline) {
  const auto found = std::ranges::find(dreams_, place, &Dream::place);
  if (found == dreams_.end() || !found->stepper) return nullptr;
  report = std::exchange(found->report, {});
  timeline = std::exchange(found->timeline, {});
  return std::move(found->stepper);
}

StripFrame Strip::frame() const {
  StripFrame frame;
  for (const Dream& dream : dreams_) {
    const image::PlanarView picture = dream.stepper ? dream.stepper->picture() : image::PlanarView();
    frame.tiles.push_back({dream.place, picture, dream.report, dream.message});
  }
  frame.steps_per_second = rate_.per_second();
  return frame;
}

}  // namespace birddream::engine
