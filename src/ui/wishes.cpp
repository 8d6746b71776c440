#include "ui/wishes.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "ui/comparison.h"
#include "ui/filmstrip.h"

namespace birddream::ui {

recipe::DreamParams ready(recipe::DreamParams params) {
  if (params.start == recipe::StartKind::photo && params.start_photo.empty())
    params.start = recipe::StartKind::gray;
  for (recipe::Target& target : params.targets) {
    if (target.kind == recipe::ObjectiveKind::guide && target.photo.empty())
      target.kind = recipe::ObjectiveKind::layer;
  }
  return params;
}

engine::Request wishes_of(const Desk& desk, std::vector<engine::SideWish> gallery) {
  const Model& model = desk.model;
  engine::Request request;
  request.series = desk.series_for_engine;
  request.params = ready(model.params);
  request.checkpoint = model.checkpoint;
  request.precision = model.precision;
  request.run = model.run;
  request.endless = model.endless;
  request.restarts = model.restarts;
  request.single_steps = model.single_steps;
  request.beside = filmstrip_wishes(desk.series, model);
  if (auto other = wish_for_other(model)) {
    if (other->params) other->params = ready(std::move(*other->params));
    request.beside.push_back(std::move(*other));
  }
  std::ranges::move(gallery, std::back_inserter(request.beside));
  request.second = model.second;
  request.nearest = model.nearest;
  request.replay = model.replay;
  request.replay_rests = model.replay_rests;
  request.cross_scores = model.cross_scores;
  request.cross_goes_on = model.show_cross_scores && !model.cross_cancelled;
  if (const auto known = desk.classes.find(species_of(model.params))) request.cross_class = *known;
  request.recordings = desk.recordings;
  if ((desk.recording_begins || is_recording(desk)) && !desk.recorded.window)
    request.keep_every = std::max(desk.recorded.every, 1);
  request.adoptions = model.adoptions;
  return request;
}

bool same_wishes(const engine::Request& a, const engine::Request& b) {
  return a.series == b.series && a.params == b.params && a.checkpoint == b.checkpoint &&
         a.precision == b.precision && a.run == b.run && a.endless == b.endless && a.restarts == b.restarts &&
         a.single_steps == b.single_steps && a.beside == b.beside && a.adoptions == b.adoptions &&
         a.second == b.second && a.nearest == b.nearest && a.keep_every == b.keep_every &&
         a.recordings == b.recordings && a.replay == b.replay && a.replay_rests == b.replay_rests &&
         a.cross_scores == b.cross_scores && a.cross_goes_on == b.cross_goes_on;
}

}  // namespace birddream::ui
