#include "ui/desk.h"

#include <algorithm>

#include "base/log.h"
#include "image/rgb8.h"
#include "recipe/own_presets.h"
#include "ui/training_axis.h"

namespace birddream::ui {
namespace fs = std::filesystem;
namespace {

constexpr const char* first_species = "flamingo";

/// Whether the recipe is that of now with A and B in each other's place.
bool is_swapped(const Model& model, const Recipe& recipe) {
  if (!model.compare.on || !recipe.other) return false;
  const recipe::DreamParams other = params_of_other(model);
  const bool differ = model.compare.place != model.checkpoint || other != model.params;
  return differ && recipe.checkpoint == model.compare.place && recipe.other->place == model.checkpoint &&
         recipe.params == other && params_of(*recipe.other, model, recipe.params) == model.params;
}

/// A window that is being closed has no time to be read.
void warn(Desk& desk, const Error& error) {
  desk.toasts.warn(error.message);
  if (desk.closing) log::warn(error.message);
}

void report(Desk& desk, const Result<fs::path>& saved) {
  if (saved) {
    desk.toasts.say("Saved " + saved->string());
  } else {
    warn(desk, saved.error());
  }
}

/// Writes in the background and says how it went.
void write_behind(Desk& desk, std::function<Result<fs::path>()> write,
                  std::function<void(const fs::path&)> then = {}) {
  desk.background.run([&desk, write = std::move(write), then = std::move(then)]() -> Background::Then {
    const Result<fs::path> saved = write();
    // The window may be gone before it can say so.
    if (!saved) log::warn(saved.error().message);
    return [&desk, saved, then] {
      report(desk, saved);
      if (saved && then) then(*saved);
    };
  });
}

// What came into force after the picture's step is not in it, but for what acts at once.
std::vector<engine::Change> in_the_picture(std::vector<engine::Change> changes, const engine::Frame& frame) {
  if (changes.size() > frame.changes && frame.changes > 0) changes.resize(frame.changes);
  const auto comes_later = [&] {
    const engine::Change& last = changes.back();
    return last.step > 0 && last.step >= frame.report.step &&
           !recipe::changes_decoding(changes[changes.size() - 2].params, last.params);
  };
  while (changes.size() > 1 && comes_later()) changes.pop_back();
  return changes;
}

}  // namespace

Desk::Desk(checkpoint::Series the_series, Settings the_settings)
    : series(std::move(the_series)),
      classes(series),
      settings(std::move(the_settings)),
      saver(settings.save_folder) {
  model.params = settings.params;
  model.preset = settings.preset;
  model.view.filter = settings.smooth ? gl::Filter::smooth : gl::Filter::nearest;
  model.view.mode = static_cast<gl::DisplayMode>(settings.display_mode);
  model.view.wipe = settings.wipe;
  model.birds_only = settings.birds_only;
  recipe::OwnPresets own = recipe::load_presets(settings.presets_folder);
  for (recipe::Preset& preset : own.presets) model.presets.push_back(std::move(preset));
  for (const std::string& problem : own.problems) toasts.warn(problem);
}

float scale_of(const Desk& desk) {
  return desk.settings.scale > 0 ? desk.settings.scale : std::clamp(desk.content_scale, 1.0F, 3.0F);
}

Recipe Desk::recipe() const {
  Recipe recipe{model.params, model.preset, model.checkpoint, model.head, model.endless};
  if (model.compare.on) recipe.other = static_cast<const OtherSide&>(model.compare);
  if (model.training_plays) {
    recipe.checkpoint = model.played_place;
    recipe.endless = model.played_endless;
  }
  return recipe;
}

void adopt(Desk& desk, const Recipe& recipe) {
  Model& model = desk.model;
  if (is_swapped(model, recipe)) swap_sides(model);
  if (changes_start(model.params, recipe.params)) ++model.restarts;
  model.params = recipe.params;
  model.preset = recipe.preset;
  stand_at(model, recipe.checkpoint);
  model.head = recipe.head;
  model.endless = recipe.endless;
  model.compare.on = recipe.other.has_value();
  if (!recipe.other) return;
  OtherSide& other = model.compare;
  const bool anew = other.place != recipe.other->place ||
                    params_of(other, model, model.params) != params_of(*recipe.other, model, model.params);
  other = *recipe.other;
  if (anew) --model.compare.id;
}

void undo(Desk& desk) {
  play_training(desk.model, desk.series, false);
  desk.history.observe(desk.recipe(), false);
  if (const auto recipe = desk.history.undo()) adopt(desk, *recipe);
}

void redo(Desk& desk) {
  play_training(desk.model, desk.series, false);
  desk.history.observe(desk.recipe(), false);
  if (const auto recipe = desk.history.redo()) adopt(desk, *recipe);
}

bool can_undo(const Desk& desk) {
  return desk.history.can_undo() || desk.model.training_plays;
}

void reset_params(Desk& desk) {
  Model& model = desk.model;
  const recipe::DreamParams standard = preset_params(model);
  if (changes_start(model.params, standard)) ++model.restarts;
  model.params = standard;
}

void choose_known_species(const checkpoint::Series& series, recipe::DreamParams& params) {
  for (recipe::Target& target : params.targets) {
    if (!target.checkpoint.empty() && !checkpoint::place_from_text(series, target.checkpoint))
      target.checkpoint.clear();
    if (!is_of_class(target.kind)) continue;
    if (!target.species.empty() && checkpoint::find_class(series, target.species)) continue;
    const auto known = checkpoint::find_class(series, first_species);
    const auto bird = std::find_if(series.classes.begin(), series.classes.end(),
                                   [](const auto& info) { return info.bird; });
    target.species = known                          ? series.classes[static_cast<std::size_t>(*known)].name
                     : bird != series.classes.end() ? bird->name
                                                    : series.classes.front().name;
  }
}

void change_series(Desk& desk, checkpoint::Series series) {
  Model& model = desk.model;
  const bool goes_on = checkpoint::extends(series, desk.series);
  const auto newest = [&] {
    const auto lane = current_lane(desk.series, model).checkpoints;
    return lane.empty() ? -1 : lane.back();
  };
  const bool at_newest = goes_on && model.checkpoint == checkpoint::place_at(newest());
  const std::size_t before = desk.series.checkpoints.size();
  desk.series = std::move(series);
  desk.classes = checkpoint::ClassIndex(desk.series);
  desk.series_for_engine = std::make_shared<const checkpoint::Series>(desk.series);
  const auto& checkpoints = desk.series.checkpoints;
  if (goes_on) {
    if (at_newest && newest() != model.checkpoint.from) move_to(model, newest());
    if (checkpoints.size() > before) desk.toasts.say("New checkpoint: " + checkpoints.back().title);
    return;
  }
  ++desk.series_begun;
  desk.history = History();
  desk.restored.reset();
  desk.shown = {};
  forget_series(model);
  for (recipe::Target& target : model.params.targets) target.checkpoint.clear();
  stand_at(model, checkpoint::place_at(static_cast<int>(checkpoints.size()) - 1));
  choose_known_species(desk.series, desk.model.params);
  restart(model);
  desk.toasts.say("Opened " + (desk.series.name.empty() ? desk.series.folder.string() : desk.series.name));
}

void snapshot(Desk& desk) {
  const image::PlanarView picture = desk.picture ? desk.picture() : image::PlanarView();
  if (picture.empty()) return desk.toasts.warn("There is no picture to save yet.");
  Making making = desk.shown;
  const engine::Timeline timeline = desk.timeline ? desk.timeline() : engine::Timeline();
  if (timeline.dream() == desk.model.frame->dream && !timeline.changes().empty()) {
    making.steering = in_the_picture(timeline.changes(), *desk.model.frame);
    making.params = making.steering.back().params;
    making.steered = making.steering.size() > 1;
  }
  SnapshotText text = Saver::describe(desk.model, desk.series, making);
  if (!making.steered) making.steering.clear();
  const auto told_whole = std::make_shared<bool>(true);
  write_behind(
      desk,
      [&desk, text, picture, told_whole, steering = std::move(making.steering),
       series = desk.series]() mutable {
        text.provenance.steering = Saver::steering_of(steering, series);
        *told_whole = record::keeps_steering(text.provenance);
        return desk.saver.write_snapshot(text, image::to_rgb8(picture));
      },
      [&desk, told_whole](const fs::path& file) {
        desk.saver.note_snapshot(file);
        if (!*told_whole)
          desk.toasts.warn(
              "It was steered more often than a picture can tell: a sibling will grow from it. A session "
              "(Ctrl+S) keeps all of it.");
      });
}

bool is_recording(const Desk& desk) {
  return !desk.recording_begins && desk.saver.recorder().status().state == record::RecorderState::recording;
}

void toggle_recording(Desk& desk) {
  if (desk.recording_begins) return desk.toasts.say("The recording is about to begin.");
  const record::RecorderState state = desk.saver.recorder().status().state;
  if (state == record::RecorderState::recording) {
    return desk.saver.stop_recording(desk.unrecorded ? desk.unrecorded() : std::vector<image::PlanarView>());
  }
  if (state == record::RecorderState::finishing)
    return desk.toasts.say("The last recording is still being written.");
  const auto& frame = desk.model.frame;
  if (!frame || frame->picture.empty()) return desk.toasts.warn("There is no picture to record yet.");
  // The finished size: earlier octaves are fitted into it.
  const RecordOptions& how = desk.settings.record;
  const int width = how.window ? desk.window_width : desk.model.params.width;
  const int height = how.window ? desk.window_height : desk.model.params.height;
  desk.recording_begins = true;
  desk.records_window = how.window;
  ++desk.recordings;
  desk.background.run([&desk, stem = Saver::stem_of(desk.model), width, height, how]() -> Background::Then {
    const Status started = desk.saver.start_recording(stem, width, height, how);
    return [&desk, started] {
      desk.recording_begins = false;
      if (!started) return warn(desk, started.error());
      desk.toasts.say("Recording: " + desk.saver.recorder().status().message);
    };
  });
}

void save_session(Desk& desk) {
  const std::string stem = Saver::stem_of(desk.model);
  const engine::Timeline timeline = desk.timeline ? desk.timeline() : engine::Timeline();
  record::Session session = Saver::session_of(desk.model, desk.series, timeline);
  if (timeline.is_lost())
    desk.toasts.warn(
        "The dream was steered more often than is kept: the session holds what is set now, and a "
        "sibling will grow from it.");
  write_behind(desk, [&desk, stem, session = std::move(session), steering = timeline.changes(),
                      series = desk.series]() mutable {
    if (!steering.empty()) session.changes = Saver::steering_of(steering, series);
    return desk.saver.write_session(stem, session);
  });
}

void save_picture(Desk& desk, std::function<Result<image::Rgb8>()> make, const std::string& ending) {
  const std::string stem = Saver::stem_of(desk.model) + ending;
  write_behind(desk, [&desk, stem, make = std::move(make)]() -> Result<fs::path> {
    const auto picture = make();
    if (!picture) return picture.error();
    return desk.saver.write_picture(stem, *picture);
  });
}

void save_as_preset(Desk& desk, const std::string& title) {
  if (desk.settings.presets_folder.empty())
    return desk.toasts.warn("There is no folder for presets: neither HOME nor XDG_CONFIG_HOME is set.");
  const recipe::Preset preset = recipe::preset_of(desk.model.params, title);
  write_behind(
      desk, [folder = desk.settings.presets_folder, preset] { return recipe::save_preset(folder, preset); },
      [&desk, preset](const fs::path& /*file*/) {
        std::erase_if(desk.model.presets, [&](const recipe::Preset& old) { return old.name == preset.name; });
        desk.model.preset = preset.name;
        desk.model.presets.push_back(preset);
      });
}

void remove_own_preset(Desk& desk, const std::string& name) {
  desk.background.run([&desk, folder = desk.settings.presets_folder, name]() -> Background::Then {
    const Result<fs::path> kept = recipe::remove_preset(folder, name);
    return [&desk, name, kept] {
      if (!kept) return warn(desk, kept.error());
      std::erase_if(desk.model.presets, [&](const recipe::Preset& preset) { return preset.name == name; });
      if (desk.model.preset == name) desk.model.preset = closest_preset(desk.model, desk.model.params);
      desk.toasts.say("Removed. Its file is kept as " + kept->string());
    };
  });
}

bool is_favourite(const Desk& desk, const std::string& species) {
  const auto& all = desk.settings.favourites;
  return std::find(all.begin(), all.end(), species) != all.end();
}

void toggle_favourite(Desk& desk, const std::string& species) {
  auto& all = desk.settings.favourites;
  if (is_favourite(desk, species)) {
    std::erase(all, species);
  } else {
    all.push_back(species);
  }
}

}  // namespace birddream::ui
