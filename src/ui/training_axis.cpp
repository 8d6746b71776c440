#include "ui/training_axis.h"

#include <algorithm>
#include <cmath>

namespace birddream::ui {
namespace {

using checkpoint::Lane;
using checkpoint::Series;

constexpr float magnet = 0.08F;  // ticks
// A blend is made anew for each place, so that a trembling hand should not ask for one.
constexpr float places_a_tick = 64;

float last_of(const Lane& lane) {
  return static_cast<float>(lane.checkpoints.size()) - 1;
}

void go(Model& model, checkpoint::Place place) {
  place = checkpoint::with_head(place, model.head);  // a transplanted head stays on
  if (place == model.checkpoint) return;
  model.checkpoint = place;
  const bool over = model.frame && model.frame->phase == engine::Phase::finished;
  if (over) model.endless = true;
}

/// Nothing lies between two programs.
bool only_ticks(const Model& model, const Series& series) {
  return model.ticks_only || series.architecture == checkpoint::script_architecture;
}

}  // namespace

Lane current_lane(const Series& series, const Model& model) {
  auto lanes = checkpoint::lanes_of(series);
  if (lanes.empty()) return {};
  return lanes[static_cast<std::size_t>(checkpoint::lane_of(lanes, model.checkpoint.from))];
}

void move_along(Model& model, const Series& series, float along) {
  const float tick = std::round(along);
  const bool caught = only_ticks(model, series) || std::abs(along - tick) < magnet;
  along = caught ? tick : std::round(along * places_a_tick) / places_a_tick;
  model.training_plays = false;
  go(model, checkpoint::place_along(current_lane(series, model), along));
}

void move_by_tick(Model& model, const Series& series, int ticks) {
  const Lane lane = current_lane(series, model);
  const float along = checkpoint::along_lane(lane, model.checkpoint);
  const float tick = ticks > 0 ? std::floor(along) : std::ceil(along);
  model.training_plays = false;
  go(model, checkpoint::place_along(lane, tick + static_cast<float>(ticks)));
}

bool can_move_by_tick(const Model& model, const Series& series, int ticks) {
  const Lane lane = current_lane(series, model);
  const float along = checkpoint::along_lane(lane, model.checkpoint);
  return ticks < 0 ? along > 0 : along < last_of(lane);
}

void set_ticks_only(Model& model, bool on) {
  model.ticks_only = on;
  if (on) go(model, checkpoint::place_at(checkpoint::nearest(model.checkpoint)));
}

void move_to_lane(Model& model, const Series& series, int lane) {
  const auto lanes = checkpoint::lanes_of(series);
  if (lane < 0 || lane >= static_cast<int>(lanes.size())) return;
  const auto epoch = [&](int index) { return series.checkpoints[static_cast<std::size_t>(index)].epoch; };
  const double here = epoch(checkpoint::nearest(model.checkpoint));
  const auto& among = lanes[static_cast<std::size_t>(lane)].checkpoints;
  const auto nearest =
      std::ranges::min_element(among, {}, [&](int index) { return std::abs(epoch(index) - here); });
  move_to(model, *nearest);
}

void transplant_head(Model& model, int checkpoint) {
  model.head = checkpoint;
  go(model, model.checkpoint);
}

std::string lane_title(const std::string& mode) {
  if (mode == "full") return "All layers";
  if (mode == "head") return "Last layer";
  if (mode == "robust") return "Robust";
  if (mode == "overfitted") return "Overfitted";
  return mode;
}

void move_to(Model& model, int checkpoint) {
  model.training_plays = false;
  go(model, checkpoint::place_at(checkpoint));
}

void play_training(Model& model, const Series& series, bool play) {
  model.training_plays = play;
  if (!play) return;
  model.played_place = model.checkpoint;
  model.played_endless = model.endless;
  const Lane lane = current_lane(series, model);
  const bool at_end = checkpoint::along_lane(lane, model.checkpoint) >= last_of(lane);
  if (at_end) go(model, checkpoint::place_along(lane, 0));
  model.played_along = checkpoint::along_lane(lane, model.checkpoint);
  model.run = true;
  model.endless = true;
}

void advance_training(Model& model, const Series& series, int steps) {
  if (!model.training_plays || steps <= 0) return;
  const Lane lane = current_lane(series, model);
  model.played_along += static_cast<double>(steps) / std::max(1, model.steps_a_tick);
  const auto along = static_cast<float>(model.played_along);
  if (along >= last_of(lane) + 1) model.training_plays = false;
  const float shown =
      only_ticks(model, series) ? std::floor(along) : std::round(along * places_a_tick) / places_a_tick;
  go(model, checkpoint::place_along(lane, shown));
}

}  // namespace birddream::ui
