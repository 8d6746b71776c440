#include "ui/saver.h"

#include <algorithm>

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

// "bald eagle" -> "bald-eagle"; whatever is no letter or digit would trouble somebody's file system.
std::string file_stem(const std::string& species) {
  std::string stem;
  for (const char c : normalise_name(species)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) stem += c;
    if (!plain && !stem.empty() && stem.back() != '-') stem += '-';
  }
  while (!stem.empty() && stem.back() == '-') stem.pop_back();
  return stem.empty() ? "dream" : stem;
}

std::string stem_of_dream(const Model& model, const recipe::DreamParams& params) {
  const int step = model.frame ? model.frame->report.step : 0;
  return file_stem(species_of(params)) + "-s" + std::to_string(step) + "-seed" + std::to_string(params.seed);
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

std::vector<record::SessionChange> to_session(const std::vector<engine::Change>& changes,
                                              const checkpoint::Series& series) {
  std::vector<record::SessionChange> steering;
  steering.reserve(changes.size());
  for (const engine::Change& change : changes)
    steering.push_back(
        {change.step, change.params, checkpoint::to_text(series, change.checkpoint), change.weights});
  return steering;
}

// As the engine wants it; null where the series has not all of the checkpoints.
std::shared_ptr<const engine::Replay> replay_of(const ToldDream& told, const checkpoint::Series& series) {
  auto replay = std::make_shared<engine::Replay>();
  replay->until = told.steps;
  for (const record::SessionChange& change : told.steering) {
    const auto place = checkpoint::place_from_text(series, change.checkpoint);
    if (change.checkpoint.empty() || !place) return nullptr;
    replay->changes.push_back({change.step, change.params, *place, change.weights});
  }
  return replay;
}

// Everything a file may change, checked before the model is touched.
Result<std::string> restore(const fs::path& file, const checkpoint::Series& series, const ToldDream& told,
                            Model& model) {
  for (const record::SessionChange& change : told.steering) {
    for (const recipe::Target& target : change.params.targets) {
      if (!is_of_class(target.kind) || target.species.empty()) continue;
      if (const auto known = checkpoint::find_class(series, target.species); !known)
        return Error{file.string() + ": " + known.error().message};
    }
  }
  model.params = told.steering.back().params;
  model.preset =
      find_preset(model, told.preset) != nullptr ? told.preset : closest_preset(model, model.params);
  model.endless = told.steps > model.params.steps;
  restart(model);
  model.replay = replay_of(told, series);
  const std::string name = file.filename().string();
  if (!model.replay)
    return "The recipe of " + name +
           " begins anew: it was dreamt by checkpoints that this series does not have.";
  stand_at(model, model.replay->changes.back().checkpoint);
  model.run = false;  // at its moment it waits
  return "The dream of " + name + " grows again, and waits at step " + std::to_string(told.steps) + ".";
}

}  // namespace

Result<fs::path> Saver::folder() const {
  if (!folder_.empty()) return folder_;
  return pictures_dir();
}

Result<fs::path> Saver::free_path(const std::string& stem, const std::string& extension) const {
  auto target = folder();
  if (!target) return target;
  std::error_code failed;
  fs::create_directories(*target, failed);
  if (failed) return Error{target->string() + ": the folder cannot be made (" + failed.message() + ")."};
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
  if (!model.info.precision.empty()) provenance.precision = model.info.precision;
  provenance.steered = making.steered;
  if (making.steered) provenance.steering = to_session(making.steering, series);
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

Status Saver::start_recording(const Model& model, int width, int height, const RecordOptions& how) {
  auto path = free_path(stem_of(model), ending_of(how.format));
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
  if (!model.info.precision.empty()) session.precision = model.info.precision;
  session.steps = model.frame ? model.frame->report.step : 0;
  session.changes = to_session(timeline.changes(), series);
  // A dream that has just begun, or taken over, is ahead of the frame that is shown.
  const bool shown = model.frame && timeline.dream() == model.frame->dream;
  if (!session.changes.empty() && !shown) session.steps = session.changes.back().step;
  if (session.changes.empty())
    session.changes.push_back({0, model.params, checkpoint::to_text(series, model.checkpoint)});
  return session;
}

Result<ToldDream> read_recipe(const fs::path& file) {
  if (to_lower(file.extension().string()) == ".json") {
    auto session = record::load_session(file);
    if (!session) return session.error();
    std::string weights = record::main_weights(session->changes.back().weights);
    return ToldDream{
        std::move(session->changes), session->steps,     session->preset,
        std::move(weights),          session->precision, record::changed_photos(session->photos)};
  }
  auto made = record::read_provenance(file);
  if (!made) return made.error();
  ToldDream told{std::move(made->steering), made->step,      "",
                 made->fingerprint,         made->precision, record::changed_photos(made->photos)};
  if (told.steering.empty()) told.steering = {{0, made->params, made->checkpoint}};
  return told;
}

Result<Restored> take_recipe(const fs::path& file, const ToldDream& told, const checkpoint::Series& series,
                             Model& model) {
  auto done = restore(file, series, told, model);
  if (!done) return done.error();
  return Restored{std::move(done).value(), told.fingerprint, told.precision, told.photos};
}

Result<Restored> open_recipe(const fs::path& file, const checkpoint::Series& series, Model& model) {
  const auto told = read_recipe(file);
  if (!told) return told.error();
  return take_recipe(file, *told, series, model);
}

}  // namespace birddream::ui
