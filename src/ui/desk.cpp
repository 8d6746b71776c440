#include "ui/desk.h"

#include "base/text.h"
#include "image/read_picture.h"

namespace birddream::ui {

Desk::Desk(const checkpoint::Series& the_series, Settings the_settings)
    : series(the_series), settings(std::move(the_settings)), saver(settings.save_folder) {
  model.params = settings.params;
  model.preset = settings.preset;
  model.view.filter = settings.smooth ? gl::Filter::smooth : gl::Filter::nearest;
  model.view.mode = static_cast<gl::DisplayMode>(settings.display_mode);
}

void snapshot(Desk& desk) {
  const auto& frame = desk.model.frame;
  if (!frame || frame->picture.empty()) return desk.toasts.warn("There is no picture yet.");
  if (frame->picture.memory != image::Memory::cpu) {
    return desk.toasts.warn(
        "This picture lies in GPU memory; snapshots are taken on the CPU path (--device cpu).");
  }
  const auto saved =
      desk.saver.snapshot(desk.model, desk.series, image::to_rgb8(frame->picture), desk.steered);
  if (saved) {
    desk.toasts.say("Saved " + saved->string());
  } else {
    desk.toasts.warn(saved.error().message);
  }
}

void toggle_recording(Desk& desk) {
  if (desk.saver.recorder().status().state == record::RecorderState::recording)
    return desk.saver.stop_recording();
  const auto& frame = desk.model.frame;
  if (!frame || frame->picture.empty()) return desk.toasts.warn("There is no picture to record yet.");
  // The finished size: earlier octaves are fitted into it.
  const Status started =
      desk.saver.start_recording(desk.model, desk.model.params.width, desk.model.params.height);
  if (started) {
    desk.toasts.say("Recording: " + desk.saver.recorder().status().message);
  } else {
    desk.toasts.warn(started.error().message);
  }
}

void save_session(Desk& desk) {
  const auto saved = desk.saver.save_session(desk.model, desk.series);
  if (saved) {
    desk.toasts.say("Saved " + saved->string());
  } else {
    desk.toasts.warn(saved.error().message);
  }
}

void open_file(Desk& desk, const std::filesystem::path& file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) {
    return desk.toasts.warn(file.string() + " is a folder. Drop a photo, a snapshot or a session file.");
  }
  const Status restored = open_recipe(file, desk.series, desk.model);
  if (restored) return desk.toasts.say("Restored the dream of " + file.filename().string());
  if (to_lower(file.extension().string()) == ".json") return desk.toasts.warn(restored.error().message);
  const auto photo = image::read_picture(file);
  if (!photo) return desk.toasts.warn(photo.error().message);
  pick_photo(desk.model, file.string());
  desk.toasts.say("The dream grows out of " + file.filename().string());
}

}  // namespace birddream::ui
