#include "ui/settings.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "recipe/params_json.h"

namespace birddream::ui {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;
constexpr int version = 1;
constexpr std::size_t size_limit = 1U << 20;

// Keeps the default when the key is missing or of another type: a hand-edited file loses one line, not all.
void read(const json& root, const char* key, bool& value) {
  if (const auto found = root.find(key); found != root.end() && found->is_boolean())
    value = found->get<bool>();
}
void read(const json& root, const char* key, std::string& value) {
  if (const auto found = root.find(key); found != root.end() && found->is_string())
    value = found->get<std::string>();
}
template <class T>
void read(const json& root, const char* key, T& value, T low, T high) {
  if (const auto found = root.find(key); found != root.end() && found->is_number()) {
    value =
        static_cast<T>(std::clamp(found->get<double>(), static_cast<double>(low), static_cast<double>(high)));
  }
}

}  // namespace

Settings load_settings(const fs::path& file, std::string& notice) {
  Settings settings;
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return settings;
  const auto text = read_file(file, size_limit);
  const json root = text ? json::parse(*text, nullptr, false) : json(json::value_t::discarded);
  if (!root.is_object()) {
    const fs::path kept = file.string() + ".bad";
    fs::rename(file, kept, ignored);
    notice = "The settings could not be read and were set back; the old file is " + kept.string() + ".";
    return settings;
  }
  read(root, "dark", settings.dark);
  read(root, "scale", settings.scale, 0.0F, 4.0F);
  read(root, "window_width", settings.window_width, 320, 16384);
  read(root, "window_height", settings.window_height, 240, 16384);
  read(root, "maximised", settings.maximised);
  read(root, "preset", settings.preset);
  read(root, "smooth", settings.smooth);
  read(root, "display_mode", settings.display_mode, 0, 2);
  std::string folder;
  read(root, "save_folder", folder);
  settings.save_folder = folder;
  if (const auto found = root.find("params"); found != root.end()) {
    if (auto params = recipe::params_from_json(*found)) {
      settings.params = std::move(params).value();
    } else {
      notice = "The last recipe could not be restored: " + params.error().message;
    }
  }
  return settings;
}

Status save_settings(const fs::path& file, const Settings& settings) {
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  const json root = {{"version", version},
                     {"dark", settings.dark},
                     {"scale", settings.scale},
                     {"window_width", settings.window_width},
                     {"window_height", settings.window_height},
                     {"maximised", settings.maximised},
                     {"preset", settings.preset},
                     {"smooth", settings.smooth},
                     {"display_mode", settings.display_mode},
                     {"save_folder", settings.save_folder.string()},
                     {"params", recipe::to_json(settings.params)}};
  return write_file_atomically(file, root.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

}  // namespace birddream::ui
