#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/commands.h"
#include "app/load.h"
#include "app/model_option.h"

namespace birddream::app {
namespace {

struct SpeciesOptions {
  std::string query;
  NetworkChoice network;
  bool all = false;
};

Outcome list_species(const SpeciesOptions& options) {
  const auto series = open_series(options.network);
  if (!series) return failed(series.error());
  std::vector<int> found;
  if (!options.query.empty()) {
    found = checkpoint::search_classes(*series, options.query, !options.all);
  } else {
    for (int i = 0; i < static_cast<int>(series->classes.size()); ++i) {
      if (options.all || series->classes[static_cast<std::size_t>(i)].bird) found.push_back(i);
    }
  }
  if (found.empty() && options.query.empty()) {
    return {1, "None of the " + std::to_string(series->classes.size()) + " classes of the series '" +
                   series->name + "' is a bird. --all lists them."};
  }
  if (found.empty()) {
    return {1, "No " + std::string(options.all ? "class" : "bird") + " of the series '" + series->name +
                   "' matches '" + options.query + "'. Try a part of the name" +
                   (options.all ? "." : ", or --all.")};
  }
  for (const int index : found) {
    const checkpoint::ClassInfo& info = series->classes[static_cast<std::size_t>(index)];
    if (info.scientific.empty()) {
      std::printf("%s\n", info.name.c_str());
    } else {
      std::printf("%s (%s)\n", info.name.c_str(), info.scientific.c_str());
    }
  }
  return done();
}

}  // namespace

void add_species_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<SpeciesOptions>();
  CLI::App* command = program.add_subcommand("species", "Who can be dreamt of");
  command->add_option("QUERY", options->query, "Part of a name; default: list all birds");
  command->add_option("--series", options->network.series, "Folder of a series of weights (series.json)");
  add_model_option(*command, options->network.model);
  command->add_flag("--all", options->all, "All classes the network knows, not birds alone");
  command->callback([options, &chosen] { chosen = [options] { return list_species(*options); }; });
}

}  // namespace birddream::app
