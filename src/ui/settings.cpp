#include "ui/settings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "dream/stepper.h"
#include "recipe/params_json.h"

namespace birddream::ui {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;
constexpr std::size_t size_limit = 1U << 20;
constexpr std::size_t list_limit = 2000;

// Keeps the default when the key is missing or of another type: a hand-edited file loses one line, not all.
void read(const json& root, const char* key, bool& value) {
  if (const auto found = root.find(key); found != root.end() && found->is_boolean())
    value = found->get<bool>();
}
void read(const json& root, const char* key, std::string& value) {
  if (const auto found = root.find(key); found != root.end() && found->is_string())
    value = found->get<std::string>();
}
void read(const json& root, const char* key, fs::path& value) {
  std::string text;
  read(root, key, text);
  if (text.find('\0') == std::string::npos) value = text;
}
template <class T>
void read(const json& root, const char* key, T& value, T low, T high) {
  const auto found = root.find(key);
  if (found == root.end() || !found->is_number()) return;
  const double number = found->get<double>();
  if (std::isfinite(number))
    value = static_cast<T>(std::clamp(number, static_cast<double>(low), static_cast<double>(high)));
}
void read(const json& root, const char* key, std::vector<std::string>& value) {
  const auto found = root.find(key);
  if (found == root.end() || !found->is_array()) return;
  value.clear();
  for (const json& item : *found) {
    if (item.is_string() && value.size() < list_limit) value.push_back(item.get<std::string>());
  }
}

// One number without the other says nothing.
void read(const json& root, const char* key, std::optional<gl::WindowPosition>& value) {
  constexpr int far = 100'000;
  const auto found = root.find(key);
  if (found == root.end() || !found->is_object() || !found->contains("x") || !found->contains("y")) return;
  gl::WindowPosition at;
  read(*found, "x", at.x, -far, far);
  read(*found, "y", at.y, -far, far);
  value = at;
}

void keep_aside(const fs::path& file, const char* ending, std::string& notice, const std::string& why) {
  const fs::path kept = file.string() + ending;
  std::error_code failed;
  fs::copy_file(file, kept, fs::copy_options::overwrite_existing, failed);
  notice = why + (failed ? std::string(" It could not be kept aside.")
                         : " The old file is kept as " + kept.string() + ".");
}

void read_precision(const json& root, std::string& precision) {
  std::string wish;
  read(root, "precision", wish);
  if (dream::is_precision_wish(wish)) precision = wish;
}

void read_params(const json& root, Settings& settings, std::string& notice) {
  const auto found = root.find("params");
  if (found == root.end()) return;
  if (auto params = recipe::params_from_json(*found)) {
    settings.params = std::move(params).value();
  } else {
    notice = "The last recipe could not be restored: " + params.error().message;
  }
}

}  // namespace

std::optional<RecordFormat> record_format(std::string_view name) {
  constexpr std::array<std::string_view, 4> names = {"mp4", "webm", "gif", "pictures"};
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<RecordFormat>(found - names.begin());
}

Settings load_settings(const fs::path& file, std::string& notice) {
  Settings settings;
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return settings;
  const auto text = read_file(file, size_limit);
  const json root = text ? json::parse(*text, nullptr, false) : json(json::value_t::discarded);
  if (!root.is_object()) {
    keep_aside(file, ".bad", notice, "The settings could not be read and were set back.");
    return settings;
  }
  int version = settings_version;
  read(root, "version", version, 0, 1'000'000);
  if (version > settings_version)
    keep_aside(file, ".newer", notice, "The settings were written by a newer birddream.");
  read(root, "dark", settings.dark);
  read(root, "scale", settings.scale, 0.0F, 4.0F);
  read(root, "window_width", settings.window_width, 320, 16384);
  read(root, "window_height", settings.window_height, 240, 16384);
  read(root, "window_position", settings.window_position);
  read(root, "maximised", settings.maximised);
  read_precision(root, settings.precision);
  read(root, "preset", settings.preset);
  read(root, "smooth", settings.smooth);
  read(root, "display_mode", settings.display_mode, 0, 2);
  read(root, "wipe", settings.wipe, 0.0F, 1.0F);
  read(root, "birds_only", settings.birds_only);
  read(root, "hints", settings.hints);
  read(root, "favourites", settings.favourites);
  read(root, "closed_sections", settings.closed_sections);
  int format = static_cast<int>(settings.record.format);
  read(root, "record_format", format, 0, static_cast<int>(RecordFormat::pictures));
  settings.record.format = static_cast<RecordFormat>(format);
  read(root, "record_frames_per_second", settings.record.frames_per_second, 5, 60);
  read(root, "record_every", settings.record.every, 1, 1000);
  read(root, "record_window", settings.record.window);
  read(root, "save_folder", settings.save_folder);
  read(root, "open_folder", settings.open_folder);
  read_params(root, settings, notice);
  return settings;
}

std::string to_text(const Settings& settings) {
  json root = {{"version", settings_version},
               {"dark", settings.dark},
               {"scale", settings.scale},
               {"window_width", settings.window_width},
               {"window_height", settings.window_height},
               {"maximised", settings.maximised},
               {"precision", settings.precision},
               {"preset", settings.preset},
               {"smooth", settings.smooth},
               {"display_mode", settings.display_mode},
               {"wipe", settings.wipe},
               {"birds_only", settings.birds_only},
               {"hints", settings.hints},
               {"favourites", settings.favourites},
               {"closed_sections", settings.closed_sections},
               {"record_format", static_cast<int>(settings.record.format)},
               {"record_frames_per_second", settings.record.frames_per_second},
               {"record_every", settings.record.every},
               {"record_window", settings.record.window},
               {"save_folder", settings.save_folder.string()},
               {"open_folder", settings.open_folder.string()},
               {"params", recipe::to_json(settings.params)}};
  if (const auto& at = settings.window_position) root["window_position"] = {{"x", at->x}, {"y", at->y}};
  return root.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

Status save_settings(const fs::path& file, const std::string& text) {
  std::error_code ignored;  // the write says what is wrong with the folder
  fs::create_directories(file.parent_path(), ignored);
  return write_file_atomically(file, text);
}

}  // namespace birddream::ui
