#include "ui/saver.h"

#include <algorithm>

#include "base/make_folder.h"
#include "base/paths.h"
#include "base/text.h"
#include "image/png.h"
#include "recipe/presets.h"
#include "record/session.h"
#include "record/snapshot.h"
#include "record/version.h"

namespace birddream::ui {
namespace fs = std::filesystem;
namespace {

constexpr int video_side = 512;  // small dreams are enlarged to at least this, so that players show them well

std::string stem_of_dream(const Model& model, const recipe::DreamParams& params) {
  const int step = model.frame ? model.frame->report.step : 0;
  std::string species = slug(species_of(params));
  if (species.empty()) species = "dream";
  return species + "-s" + std::to_string(step) + "-seed" + std::to_string(params.seed);
}

const char* ending_of(RecordFormat format) {
  switch (format) {
    case RecordFormat::mp4:
      return ".mp4";
    case RecordFormat::webm:
      return ".webm";
    case RecordFormat::gif:
      return ".gif";
    case RecordFormat::pictures:
      break;
  }
  return "-frames";
}

/// As the engine wants it; null where the series has not all of the checkpoints.
std::shared_ptr<const engine::Replay> replay_of(std::vector<record::SessionChange> steering, int steps,
                                                const checkpoint::Series& series) {
  auto replay = std::make_shared<engine::Replay>();
  replay->until = steps;
  replay->changes.reserve(steering.size());
  for (record::SessionChange& change : steering) {
    const auto place = checkpoint::place_from_text(series, change.checkpoint);
    if (change.checkpoint.empty() || !place) return nullptr;
    replay->changes.push_back({change.step, std::move(change.params), *place, std::move(change.weights),
                               std::move(change.precision)});
  }
  return replay;
}

/// Most changes leave the targets as they were before.
Status check_species(const std::vector<record::SessionChange>& steering,
                     const checkpoint::ClassIndex& classes) {
  const std::vector<recipe::Target>* before = nullptr;
  for (const record::SessionChange& change : steering) {
    const std::vector<recipe::Target>& targets = change.params.targets;
    if (before != nullptr && *before == targets) continue;
    before = &targets;
    for (const recipe::Target& target : targets) {
      if (!is_of_class(target.kind) || target.species.empty()) continue;
      if (const auto known = classes.find(target.species); !known) return known.error();
    }
  }
  return {};
}

}  // namespace

Result<fs::path> Saver::folder() const {
  if (!folder_.empty()) return folder_;
  return pictures_dir();
}

Result<fs::path> Saver::free_path(const std::string& stem, const std::string& extension) const {
  auto target = folder();
  if (!target) return target;
  if (const Status made = make_folder(*target); !made) return made.error();
  // Nothing is ever overwritten.
  for (int number = 1;; ++number) {
    std::string name = stem;
    if (number > 1) name += "-" + std::to_string(number);
    name += extension;
    fs::path path = *target / name;
    if (!record::is_taken(path)) return path;
  }
}

std::string Saver::stem_of(const Model& model) {
  return stem_of_dream(model, model.params);
}

SnapshotText Saver::describe(const Model& model, const checkpoint::Series& series, const Making& making) {
  record::Provenance provenance;
  provenance.program_version = record::program_version;
  provenance.params = making.params;
  provenance.series = series.name;
  // Of its last step, which what the slider says by now need not be.
  const bool known = !making.steering.empty();
  provenance.checkpoint =
      checkpoint::to_text(series, known ? making.steering.back().checkpoint : model.frame->checkpoint);
  provenance.fingerprint =
      known ? record::main_weights(making.steering.back().weights) : model.info.fingerprint;
  provenance.step = model.frame->report.step;
  provenance.device = model.info.device_kind;
  const std::string& precision = known ? making.steering.back().precision : model.info.precision;
  if (!precision.empty()) provenance.precision = precision;
  provenance.steered = making.steered;
  return {stem_of_dream(model, making.params), std::move(provenance)};
}

Result<fs::path> Saver::write_snapshot(const SnapshotText& text, const image::Rgb8& picture) const {
  auto path = free_path(text.stem, ".png");
  if (!path) return path;
  record::Provenance provenance = text.provenance;
  provenance.photos = record::photos_of(provenance.params, provenance.steering);
  if (const Status written = record::write_snapshot(*path, picture, provenance); !written)
    return written.error();
  return path;
}

Result<fs::path> Saver::write_picture(const std::string& stem, const image::Rgb8& picture) const {
  auto path = free_path(stem, ".png");
  if (!path) return path;
  if (const Status written = image::write_png(*path, picture); !written) return written.error();
  return path;
}

Result<fs::path> Saver::write_session(const std::string& stem, const record::Session& session) const {
  auto path = free_path(stem, ".json");
  if (!path) return path;
  record::Session whole = session;
  whole.photos = record::photos_of({}, session.changes);
  if (const Status written = record::save_session(*path, whole); !written) return written.error();
  return path;
}

Status Saver::start_recording(const std::string& stem, int width, int height, const RecordOptions& how) {
  auto path = free_path(stem, ending_of(how.format));
  if (!path) return path.error();
  if (how.format == RecordFormat::pictures) *path /= "";  // a folder
  const int side = std::max({width, height, 1});
  const int factor = (video_side + side - 1) / side;
  record::VideoOptions options;
  options.width = width * factor;
  options.height = height * factor;
  options.frames_per_second = how.frames_per_second;
  options.effort = record::Effort::live;
  return recorder_.start(*path, options);
}

record::Session Saver::session_of(const Model& model, const checkpoint::Series& series,
                                  const engine::Timeline& timeline) {
  record::Session session;
  session.program_version = record::program_version;
  session.series = series.name;
  session.preset = model.preset;
  session.steps = model.frame ? model.frame->report.step : 0;
  // A dream that has just begun, or taken over, is ahead of the frame that is shown.
  const bool shown = model.frame && timeline.dream() == model.frame->dream;
  if (!timeline.changes().empty() && !shown) session.steps = timeline.changes().back().step;
  session.changes.push_back(
      {0, model.params, checkpoint::to_text(series, model.checkpoint), "", model.info.precision});
  return session;
}

std::vector<record::SessionChange> Saver::steering_of(const std::vector<engine::Change>& changes,
                                                      const checkpoint::Series& series) {
  std::vector<record::SessionChange> steering;
  steering.reserve(changes.size());
  for (const engine::Change& change : changes)
    steering.push_back({change.step, change.params, checkpoint::to_text(series, change.checkpoint),
                        change.weights, change.precision});
  return steering;
}

Result<ToldDream> read_recipe(const fs::path& file, const checkpoint::Series& series,
                              const checkpoint::ClassIndex& classes) {
  std::vector<record::SessionChange> steering;
  ToldDream told;
  if (to_lower(file.extension().string()) == ".json") {
    auto session = record::load_session(file);
    if (!session) return session.error();
    steering = std::move(session->changes);
    told = {{},
            session->steps,
            nullptr,
            session->preset,
            record::main_weights(steering.back().weights),
            steering.back().precision,
            record::changed_photos(session->photos)};
  } else {
    auto made = record::read_provenance(file);
    if (!made) return made.error();
    steering = std::move(made->steering);
    if (steering.empty()) steering = {{0, made->params, made->checkpoint, "", made->precision}};
    told = {{},
            made->step,
            nullptr,
            "",
            made->fingerprint,
            made->precision,
            record::changed_photos(made->photos)};
  }
  if (const Status known = check_species(steering, classes); !known)
    return Error{file.string() + ": " + known.error().message};
  told.params = steering.back().params;
  told.replay = replay_of(std::move(steering), told.steps, series);
  return told;
}

Restored take_recipe(const fs::path& file, const ToldDream& told, Model& model) {
  model.params = told.params;
  model.preset =
      find_preset(model, told.preset) != nullptr ? told.preset : closest_preset(model, model.params);
  model.endless = told.steps > model.params.steps;
  restart(model);
  model.replay = told.replay;
  Restored restored{"", told.fingerprint, told.precision, told.photos, model.restarts};
  const std::string name = file.filename().string();
  if (!model.replay) {
    restored.message = "The recipe of " + name +
                       " begins anew: it was dreamt by checkpoints that this series does not have.";
    return restored;
  }
  stand_at(model, model.replay->changes.back().checkpoint);
  model.run = false;  // at its moment it waits
  restored.message =
      "The dream of " + name + " grows again, and waits at step " + std::to_string(told.steps) + ".";
  return restored;
}

}  // namespace birddream::ui
