#include "ui/open_file.h"

#include <memory>
#include <utility>
#include <variant>

#include "base/text.h"
#include "image/read_picture.h"
#include "recipe/own_presets.h"
#include "record/snapshot.h"
#include "record/video_source.h"

namespace birddream::ui {
namespace fs = std::filesystem;
namespace {

struct Photo {
  int wanted_for = photo_for_any;
};
/// Photos to train on.
struct PhotoFolder {};

/// What a file turned out to be.
using Opened =
    std::variant<checkpoint::Series, recipe::Preset, ToldDream, record::VideoFacts, Photo, PhotoFolder>;

template <class T>
Result<Opened> as_opened(Result<T> read) {
  if (!read) return read.error();
  return Opened(std::move(read).value());
}

/// What a file is read for, as it stood when that was asked.
struct Asked {
  fs::path file;
  checkpoint::Series series;
  checkpoint::ClassIndex classes;
  std::uint64_t series_begun;
  fs::path presets_folder;
  int photo_for;  // pick_photo()
  bool trains;    // the training's window is open
};

/// A preset passed on by somebody is kept among the user's own.
Result<Opened> keep(recipe::Preset preset, const fs::path& folder) {
  if (!folder.empty()) {
    if (const auto saved = recipe::save_preset(folder, preset); !saved) return saved.error();
  }
  return Opened(std::move(preset));
}

/// On the background's thread.
Result<Opened> read(const Asked& asked) {
  const fs::path& file = asked.file;
  std::error_code ignored;
  const fs::path folder = file.filename() == checkpoint::series_file ? file.parent_path() : file;
  if (fs::exists(folder / checkpoint::series_file, ignored))
    return as_opened(checkpoint::load_series(folder));
  if (fs::is_directory(file, ignored) && asked.trains) return Opened(PhotoFolder());
  if (fs::is_directory(file, ignored))
    return Error{
        file.string() +
        " is a folder. Drop a photo, a video, a snapshot, a session, a preset, or the folder of a series."};
  if (!fs::exists(file, ignored)) return Error{file.string() + ": there is no such file."};
  if (to_lower(file.extension().string()) == ".json") {
    if (auto preset = recipe::load_preset(file)) return keep(std::move(preset).value(), asked.presets_folder);
    return as_opened(read_recipe(file, asked.series, asked.classes));
  }
  if (record::is_video_name(file)) {
    const auto video = record::VideoSource::open(file);
    if (!video) return video.error();
    return Opened((*video)->facts());
  }
  if (asked.photo_for != photo_for_any) {  // whatever else is in it
    const auto photo = image::read_picture(file);
    if (!photo) return photo.error();
    return Opened(Photo{asked.photo_for});
  }
  auto told = read_recipe(file, asked.series, asked.classes);
  if (told) return Opened(std::move(told).value());
  // A recipe that cannot be used is refused; it does not turn into a start photo by itself.
  if (record::carries_recipe(file)) return told.error();
  const auto photo = image::read_picture(file);
  if (!photo) return photo.error();
  return Opened(Photo());
}

void take(Desk& desk, const fs::path& /*file*/, const recipe::Preset& preset) {
  std::erase_if(desk.model.presets, [&](const recipe::Preset& old) { return old.name == preset.name; });
  desk.toasts.say("Added the preset " + preset.title);
  desk.model.presets.push_back(preset);
  pick_preset(desk.model, preset.name);
}

void take(Desk& desk, const fs::path& /*file*/, const checkpoint::Series& series) {
  change_series(desk, series);
}

void take(Desk& desk, const fs::path& file, const ToldDream& told) {
  desk.restored = take_recipe(file, told, desk.model);
  desk.toasts.say(desk.restored->message);
}

void take(Desk& desk, const fs::path& file, const record::VideoFacts& facts) {
  desk.model.film.file = file;
  desk.model.film.facts = facts;
  desk.model.show_film = true;
}

void take(Desk& desk, const fs::path& file, const PhotoFolder& /*photos*/) {
  desk.model.school.photos = file.string();
  desk.toasts.say("The next training learns from " + file.string());
}

void take(Desk& desk, const fs::path& file, const Photo& photo) {
  pick_photo(desk.model, file.string(), photo.wanted_for);
  desk.toasts.say("The dream takes up " + file.filename().string());
}

}  // namespace

void open_file(Desk& desk, const fs::path& file) {
  std::error_code ignored;
  const auto asked = std::make_shared<const Asked>(Asked{
      fs::absolute(file, ignored), desk.series, desk.classes, desk.series_begun, desk.settings.presets_folder,
      std::exchange(desk.model.photo_for, photo_for_any), desk.model.show_school});
  desk.background.run(
      [&desk, asked]() -> Background::Then {
        // Shared, since what is handed on must be copyable.
        const auto opened = std::make_shared<const Result<Opened>>(read(*asked));
        return [&desk, asked, opened] {
          if (asked->series_begun != desk.series_begun) {  // for the series that came meanwhile
            desk.model.photo_for = asked->photo_for;
            return open_file(desk, asked->file);
          }
          if (!*opened) return desk.toasts.warn(opened->error().message);
          std::visit([&](const auto& what) { take(desk, asked->file, what); }, opened->value());
        };
      },
      asked->file.string());
}

void open_files(Desk& desk, const std::vector<fs::path>& files) {
  if (files.empty()) return;
  open_file(desk, files.front());
  if (files.size() > 1) desk.toasts.say("One file at a time: took " + files.front().filename().string());
}

}  // namespace birddream::ui
