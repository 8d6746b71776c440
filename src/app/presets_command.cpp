#include <algorithm>
#include <cstdio>

#include "app/commands.h"
#include "app/param_text.h"
#include "app/preset_option.h"
#include "base/log.h"
#include "recipe/own_presets.h"

namespace birddream::app {
namespace {

Outcome list_presets() {
  std::vector<recipe::Preset> presets = recipe::built_in_presets();
  const recipe::OwnPresets own = recipe::load_presets(presets_dir());
  presets.insert(presets.end(), own.presets.begin(), own.presets.end());
  std::size_t widest = 0;
  for (const recipe::Preset& preset : presets) widest = std::max(widest, preset.name.size());
  for (const recipe::Preset& preset : presets) {
    const std::string& text = preset.description.empty() ? preset.title : preset.description;
    std::printf("%-*s  %s\n", static_cast<int>(widest), preset.name.c_str(), text.c_str());
  }
  for (const std::string& problem : own.problems) log::warn(problem);
  return done();
}

Outcome list_params() {
  std::fputs(table_text().c_str(), stdout);
  return done();
}

}  // namespace

void add_presets_command(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand("presets", "The recipes that ship and your own, for --preset");
  command->callback([&chosen] { chosen = list_presets; });
}

void add_params_command(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand("params", "All parameters of a dream, for --set key=value");
  command->callback([&chosen] { chosen = list_params; });
}

}  // namespace birddream::app
