// What the desk writes: snapshots, recordings, sessions, pictures, presets.
#include <algorithm>

#include "base/log.h"
#include "image/rgb8.h"
#include "recipe/own_presets.h"
#include "ui/desk.h"

namespace birddream::ui {
namespace fs = std::filesystem;
namespace {

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
  const auto folder = desk.saver.folder();
  desk.background.run(
      [&desk, write = std::move(write), then = std::move(then)]() -> Background::Then {
        const Result<fs::path> saved = write();
        // The window may be gone before it can say so.
        if (!saved) log::warn(saved.error().message);
        return [&desk, saved, then] {
          report(desk, saved);
          if (saved && then) then(*saved);
        };
      },
      folder ? folder->string() : "");
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
  desk.recorded = how;
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

}  // namespace birddream::ui
