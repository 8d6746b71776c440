#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include "app/commands.h"
#include "app/dream_job.h"
#include "app/model_option.h"
#include "app/param_text.h"
#include "app/repeat.h"
#include "app/stop_signal.h"
#include "record/snapshot.h"

namespace birddream::app {
namespace {

// Names as the series has them, so that the recipe inside the picture is exact.
Result<std::vector<std::string>> canonical(const checkpoint::Series& series,
                                           const std::vector<std::string>& species) {
  std::vector<std::string> names;
  for (const std::string& name : species) {
    const auto known = checkpoint::class_named(series, name);
    if (!known) return known.error();
    names.push_back(*known);
  }
  return names;
}

Outcome dream(DreamOptions options) {
  if (std::ranges::find(options.set, "help") != options.set.end()) {
    std::fputs(table_text().c_str(), stdout);
    return done();
  }
  if (options.output.empty())
    return wrong_usage(
        "-o is needed: the picture (.png) or video (.mp4) to write. See birddream dream --help.");
  if (const Status checked = check_kind(options.output); !checked)
    return wrong_usage(checked.error().message);
  std::optional<record::Provenance> repeated;
  if (!options.like.empty()) {
    auto read = record::read_provenance(options.like);
    if (!read) return failed(read.error());
    repeated = std::move(read).value();
  }
  const auto params = compose_recipe(options, repeated ? &*repeated : nullptr);
  if (!params) return wrong_usage(params.error().message);
  if (lacks_species(*params)) {
    return wrong_usage("--species NAME is needed: who to dream of, such as flamingo. See birddream species.");
  }
  if (const Status checked = check_folder(options.output); !checked) return failed(checked.error());

  auto series = repeated ? series_of(*repeated, options.network) : open_series(options.network);
  if (!series) return failed(series.error());
  const auto species = canonical(*series, options.species);
  if (!species) return failed(species.error());
  if (repeated) choose_as_before(*repeated, *series, options.checkpoint_given, options.network);
  const auto loaded = load_network(std::move(series).value(), options.network);
  if (!loaded) return failed(loaded.error());
  if (repeated) {
    if (const Status same = check_repeatable(*repeated, *loaded, options.checkpoint_given); !same)
      return failed(same.error());
  }
  const int steps = repeated && !options.steps ? repeated->step : params->steps;
  const int scale = options.scale.value_or(repeated ? repeated->scale : 1);
  for (const DreamJob& job : plan(options, *params, *species, steps, scale)) {
    if (const Status made = carry_out(*loaded, options, job); !made) return unfinished(made.error());
  }
  return done();
}

}  // namespace

void add_dream_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<DreamOptions>();
  CLI::App* command = program.add_subcommand("dream", "A picture or a video of a dream");
  command
      ->add_option("--species", options->species,
                   "Who to dream of; several, with commas between, give a contact sheet")
      ->delimiter(',');
  command->add_option("--steps", options->steps, "Gradient steps");
  add_recipe_options(*command, *options);
  command
      ->add_option("--like", options->like,
                   "Repeat a picture made by birddream; other options change its recipe")
      ->check(CLI::ExistingFile);
  add_network_options(*command, options->network);
  add_precision_option(*command, options->network.precision);
  add_film_options(*command, options->film);
  command->add_option("--scale", options->scale, "Write each dreamt pixel as K x K pixels (smooth)")
      ->check(CLI::Range(1, 16));
  command->add_option("-o,--output", options->output,
                      "picture.png, or a video: x.mp4, x.mkv, x.webm, x.gif, frames/, x_%04d.png");
  command->footer(
      "Several species make one labelled sheet, or one file each where the output's name holds {species}.\n"
      "The same command gives the same bytes on the same machine. Ctrl+C keeps what there is of a video.\n"
      "Examples:\n"
      "  birddream dream --species flamingo --steps 96 --seed 1 -o flamingo.png\n"
      "  birddream dream --species puffin,peacock,flamingo -o sheet.png\n"
      "  birddream dream --species peacock,puffin --size 256 -o 'birds/{species}.png'\n"
      "  birddream dream --preset original-2021 --species mallard -o as_in_2021.png\n"
      "  birddream dream --layer inception_4c --photo garden.jpg --size 512x384 -o garden.png\n"
      "  birddream dream --like flamingo.png --seed 2 -o sister.png");
  command->callback([options, command, &chosen] {
    options->checkpoint_given = command->count("--checkpoint") + command->count("--model") > 0;
    chosen = [options] { return dream(*options); };
  });
}

}  // namespace birddream::app
