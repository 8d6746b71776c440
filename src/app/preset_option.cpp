#include "app/preset_option.h"

#include "base/paths.h"
#include "base/text.h"
#include "recipe/own_presets.h"

namespace birddream::app {

std::filesystem::path presets_dir() {
  const auto folder = config_dir();
  return folder ? *folder / "presets" : std::filesystem::path();
}

Result<recipe::Preset> named_preset(const std::string& name) {
  if (name.empty()) return recipe::built_in_presets().front();
  if (name.ends_with(".json")) return recipe::load_preset(name);
  if (const recipe::Preset* shipped = recipe::find_preset(name)) return *shipped;
  std::vector<std::string> names;
  for (const recipe::Preset& known : recipe::built_in_presets()) names.push_back(known.name);
  for (recipe::Preset& own : recipe::load_presets(presets_dir()).presets) {
    if (own.name == name) return own;
    names.push_back(own.name);
  }
  return Error{"There is no preset '" + name + "'." + did_you_mean(similar_names(name, names, 3)) +
               " See birddream presets."};
}

}  // namespace birddream::app
