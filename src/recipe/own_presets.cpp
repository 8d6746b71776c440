#include "recipe/own_presets.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "base/make_folder.h"
#include "base/text.h"
#include "recipe/params_json.h"

namespace birddream::recipe {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

constexpr const char* version_key = "birddream_preset";
constexpr std::size_t largest_file = std::size_t{1} << 20;
constexpr std::size_t longest_text = 500;

/// Text for a person out of a file anybody may have written.
std::string text_at(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return "";
  std::string text = found->get<std::string>().substr(0, longest_text);
  std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  return text;
}

}  // namespace

std::string to_text(const Preset& preset) {
  const json object = {{version_key, preset_version},
                       {"title", preset.title},
                       {"description", preset.description},
                       {"params", to_json(preset.params)}};
  return object.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<Preset> preset_from_text(std::string_view text, const std::string& name) {
  const json object = json::parse(text, nullptr, false);
  if (!object.is_object() || !object.contains(version_key)) return Error{"This is not a birddream preset."};
  const json& version = object[version_key];
  if (!version.is_number_integer() || version.get<std::int64_t>() < 1)
    return Error{"The preset's version is not a number."};
  if (version.get<std::int64_t>() > preset_version)
    return Error{"This preset was written by a newer birddream."};
  auto params = params_from_json(object.value("params", json::object()));
  if (!params) return Error{"The preset cannot be used: " + params.error().message};
  Preset preset{name, text_at(object, "title"), text_at(object, "description"), std::move(params).value()};
  if (preset.title.empty()) preset.title = name;
  return preset;
}

Result<Preset> load_preset(const fs::path& file) {
  const auto text = read_file(file, largest_file);
  if (!text) return text.error();
  auto preset = preset_from_text(*text, file.stem().string());
  if (!preset) return Error{file.string() + ": " + preset.error().message};
  return preset;
}

OwnPresets load_presets(const fs::path& folder) {
  OwnPresets own;
  std::error_code none;
  for (fs::directory_iterator at(folder, none), end; !none && at != end; at.increment(none)) {
    if (at->path().extension() != ".json") continue;
    auto preset = load_preset(at->path());
    if (!preset) {
      own.problems.push_back(preset.error().message);
    } else if (find_preset(preset->name) != nullptr) {
      own.problems.push_back(at->path().string() +
                             ": a preset of that name ships with birddream; rename it.");
    } else {
      own.presets.push_back(std::move(preset).value());
    }
  }
  std::ranges::sort(own.presets, {},
                    [](const Preset& preset) { return std::pair(preset.title, preset.name); });
  return own;
}

Preset preset_of(const DreamParams& params, const std::string& title) {
  Preset preset{slug(title), title, "", params};
  const DreamParams fresh;
  preset.params.seed = fresh.seed;
  preset.params.start_photo.clear();
  if (preset.params.start == StartKind::photo) preset.params.start = fresh.start;
  if (preset.params.targets.size() == 1) preset.params.targets.front().species.clear();
  return preset;
}

Result<fs::path> save_preset(const fs::path& folder, const Preset& preset) {
  if (preset.name.empty()) return Error{"A preset needs a title with letters or digits in it."};
  if (find_preset(preset.name) != nullptr)
    return Error{"'" + preset.title + "' ships with birddream; give yours another title."};
  if (const Status made = make_folder(folder); !made) return made.error();
  fs::path file = folder / (preset.name + ".json");
  if (const Status written = write_file_atomically(file, to_text(preset)); !written) return written.error();
  return file;
}

Result<fs::path> remove_preset(const fs::path& folder, const std::string& name) {
  const fs::path file = folder / (name + ".json");
  fs::path kept = folder / (name + ".json.removed");
  std::error_code failed;
  fs::rename(file, kept, failed);
  if (failed) return Error{file.string() + ": the preset cannot be removed (" + failed.message() + ")."};
  return kept;
}

}  // namespace birddream::recipe
