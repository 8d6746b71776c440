#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "recipe/presets.h"

/// Presets of the user's own: one JSON file each, to be kept, edited and passed on.
///   {"birddream_preset": 1, "title": "Crisp owls", "description": "...", "params": {...}}
/// `params` as params_json.h reads them, over the defaults; the file's stem is the preset's name.
namespace birddream::recipe {

inline constexpr int preset_version = 1;

std::string to_text(const Preset& preset);
/// Reads foreign bytes. Error: not a preset, of a newer program, parameters that cannot be used.
Result<Preset> preset_from_text(std::string_view text, const std::string& name);

/// Error: as above, with the file's name; above 1 MiB.
Result<Preset> load_preset(const std::filesystem::path& file);

struct OwnPresets {
  std::vector<Preset> presets;        ///< by title
  std::vector<std::string> problems;  ///< files that cannot be used, a sentence each
};
/// All of a folder's *.json; a folder that is not there holds none. A file named like a preset that ships is
/// a problem.
OwnPresets load_presets(const std::filesystem::path& folder);

/// What makes the recipe, without what belongs to this dream: the seed, the photo, and the species where
/// there is but one. The name is the title in plain letters.
Preset preset_of(const DreamParams& params, const std::string& title);

/// Into `folder` (made when it is not there) as NAME.json; the file's path. A preset of the user's own with
/// the same name is replaced. Error: no title, the name of one that ships, or what the disk says.
Result<std::filesystem::path> save_preset(const std::filesystem::path& folder, const Preset& preset);

/// Takes one of the user's own away. The file stays as NAME.json.removed, for whoever did not mean it; its
/// path. Error: what the disk says.
Result<std::filesystem::path> remove_preset(const std::filesystem::path& folder, const std::string& name);

}  // namespace birddream::recipe
