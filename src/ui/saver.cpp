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
  for (const engine::Change& change : changes)
    steering.push_back({change.step, change.params, checkpoint::to_text(series, change.checkpoint)});
  return steering;
}

/// A file's dream.
struct Told {
  std::vector<record::SessionChange> steering;  // at least one
  int steps = 0;
  std::string preset;
};

// As the engine wants it; null where the series has not all of the checkpoints.
std::shared_ptr<const engine::Replay> replay_of(const Told& told, const checkpoint::Series& series) {
  auto replay = std::make_shared<engine::Replay>();
  replay->until = told.steps;
  for (const record::SessionChange& change : told.steering) {
    const auto place = checkpoint::place_from_text(series, change.checkpoint);
    if (change.checkpoint.empty() || !place) return nullptr;
    replay->changes.push_back({change.step, change.params, *place});
  }
  return replay;
}

// Everything a file may change, checked before the model is touched.
Result<std::string> restore(const fs::path& file, const checkpoint::Series& series, const Told& told,
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

Result<Restored> open_session(const fs::path& file, const checkpoint::Series& series, Model& model) {
  const auto session = record::load_session(file);
  if (!session) return session.error();
  auto done = restore(file, series, {session->changes, session->steps, session->preset}, model);
  if (!done) return done.error();
  return Restored{std::move(done).value(), "", session->precision};
}

}  // namespace

Result<fs::path> Saver::folder() const {
  if (!folder_.empty()) return folder_;
  return pictures_dir();
}

Result<fs::path> Saver::place(const Model& model, const std::string& extension) const {
  const auto target = folder();
  if (!target) return target;
  std::error_code failed;
  fs::create_directories(*target, failed);
  if (failed) return Error{target->string() + ": the folder cannot be made (" + failed.message() + ")."};
  const int step = model.frame ? model.frame->report.step : 0;
  const std::string stem = file_stem(species_of(model.params)) + "-s" + std::to_string(step) + "-seed" +
                           std::to_string(model.params.seed);
  // Nothing is ever overwritten.
  for (int number = 1;; ++number) {
    fs::path path = *target / (stem + (number == 1 ? "" : "-" + std::to_string(number)) + extension);
    if (!fs::exists(path, failed)) return path;
  }
}

Result<fs::path> Saver::snapshot(const Model& model, const checkpoint::Series& series,
                                 const image::Rgb8& picture, const Making& making) {
  Model named = model;
  named.params = making.params;
  auto path = place(named, ".png");
  if (!path) return path;
  record::Provenance provenance;
  provenance.program_version = record::program_version;
  provenance.params = making.params;
  provenance.series = series.name;
  provenance.checkpoint = checkpoint::to_text(series, model.frame->checkpoint);
  provenance.fingerprint = model.info.fingerprint;
  provenance.step = model.frame->report.step;
  provenance.device = model.frame->picture.memory == image::Memory::cuda ? "cuda" : "cpu";
  if (!model.info.precision.empty()) provenance.precision = model.info.precision;
  provenance.steered = making.steered;
  provenance.steering = to_session(making.steering, series);
  if (const Status written = record::write_snapshot(*path, picture, provenance); !written)
    return written.error();
  last_snapshot_ = *path;
  return path;
}

Result<fs::path> Saver::save_picture(const Model& model, const image::Rgb8& picture,
                                     const std::string& ending) {
  auto path = place(model, ending + ".png");
  if (!path) return path;
  if (const Status written = image::write_png(*path, picture); !written) return written.error();
  return path;
}

Status Saver::start_recording(const Model& model, int width, int height, const RecordOptions& how) {
  auto path = place(model, ending_of(how.format));
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

Result<fs::path> Saver::save_session(const Model& model, const checkpoint::Series& series,
                                     const engine::Timeline& timeline) {
  auto path = place(model, ".json");
  if (!path) return path;
  record::Session session;
  session.program_version = record::program_version;
  session.series = series.name;
  session.preset = model.preset;
  if (!model.info.precision.empty()) session.precision = model.info.precision;
  session.steps = model.frame ? model.frame->report.step : 0;
  session.changes = to_session(timeline.changes(), series);
  if (session.changes.empty())
    session.changes.push_back({0, model.params, checkpoint::to_text(series, model.checkpoint)});
  if (const Status written = record::save_session(*path, session); !written) return written.error();
  return path;
}

Result<Restored> open_recipe(const fs::path& file, const checkpoint::Series& series, Model& model) {
  if (to_lower(file.extension().string()) == ".json") return open_session(file, series, model);
  auto made = record::read_provenance(file);
  if (!made) return made.error();
  std::vector<record::SessionChange> steering = std::move(made->steering);
  if (steering.empty()) steering = {{0, made->params, made->checkpoint}};
  auto done = restore(file, series, {std::move(steering), made->step, ""}, model);
  if (!done) return done.error();
  return Restored{std::move(done).value(), made->fingerprint, made->precision};
}

}  // namespace birddream::ui
