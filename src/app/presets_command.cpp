#include <cstdio>

#include "app/commands.h"
#include "app/param_text.h"
#include "recipe/presets.h"

namespace birddream::app {
namespace {

Outcome list_presets() {
  std::size_t widest = 0;
  for (const recipe::Preset& preset : recipe::built_in_presets())
    widest = std::max(widest, preset.name.size());
  for (const recipe::Preset& preset : recipe::built_in_presets()) {
    std::printf("%-*s  %s\n", static_cast<int>(widest), preset.name.c_str(), preset.description.c_str());
  }
  return done();
}

Outcome list_params() {
  std::fputs(table_text().c_str(), stdout);
  return done();
}

}  // namespace

void add_presets_command(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand("presets", "The recipes that ship, for --preset");
  command->callback([&chosen] { chosen = list_presets; });
}

void add_params_command(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand("params", "All parameters of a dream, for --set key=value");
  command->callback([&chosen] { chosen = list_params; });
}

}  // namespace birddream::app
