#include <algorithm>
#include <cstdio>
#include <memory>

#include "app/commands.h"
#include "app/dream_job.h"
#include "app/model_option.h"
#include "app/sheet_tiles.h"
#include "app/stop_signal.h"
#include "base/make_folder.h"
#include "base/progress.h"
#include "image/png.h"
#include "image/read_picture.h"
#include "image/resize.h"
#include "image/sheet.h"
#include "image/stretch.h"
#include "train/process_group.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

struct SheetOptions {
  DreamOptions dream;
  std::vector<std::string> checkpoints = {"all"};
  std::vector<int> steps = {200, 500, 1000, 2000};
  std::string title;
  int scale = 1;
  bool stretched = false;
};

/// Rows are checkpoints, columns are species and moments.
struct Plan {
  checkpoint::Series series;
  std::vector<int> checkpoints;
  std::vector<std::string> species;
  std::vector<int> steps;
  std::vector<SheetDream> dreams;  ///< row after row
  fs::path tiles;
};

Result<std::vector<int>> choose_checkpoints(const checkpoint::Series& series,
                                            const std::vector<std::string>& wishes) {
  std::vector<int> chosen;
  for (const std::string& wish : wishes) {
    if (wish == "all") {
      for (int i = 0; i < static_cast<int>(series.checkpoints.size()); ++i) chosen.push_back(i);
      continue;
    }
    const auto index = wished_checkpoint(series, wish);
    if (!index) return index.error();
    chosen.push_back(*index);
  }
  return chosen;
}

Result<Plan> plan_sheet(SheetOptions options) {
  Plan plan;
  auto series = open_series(options.dream.network.series);
  if (!series) return series.error();
  plan.series = std::move(series).value();
  auto checkpoints = choose_checkpoints(plan.series, options.checkpoints);
  if (!checkpoints) return checkpoints.error();
  plan.checkpoints = std::move(checkpoints).value();
  plan.steps = options.steps;
  std::ranges::sort(plan.steps);
  options.dream.steps = plan.steps.back();
  for (const std::string& name : options.dream.species) {
    const auto known = checkpoint::class_named(plan.series, name);
    if (!known) return known.error();
    plan.species.push_back(*known);
  }
  const auto params = compose_recipe(options.dream, nullptr);
  if (!params) return params.error();
  plan.tiles = options.dream.output;
  plan.tiles.replace_extension();
  plan.tiles += "_tiles";
  for (const int checkpoint : plan.checkpoints) {
    for (std::size_t i = 0; i < plan.species.size(); ++i) {
      SheetDream dream{checkpoint, aimed_at(*params, plan.species[i]), plan.steps, {}};
      for (const int step : plan.steps) {
        dream.pictures.push_back(plan.tiles / (std::to_string(checkpoint) + "_" + std::to_string(i) + "_" +
                                               std::to_string(step) + ".png"));
      }
      plan.dreams.push_back(std::move(dream));
    }
  }
  return plan;
}

/// The dreams in the order in which this process comes to them: its share; the first process then the others'
/// from behind, in case they are slow, lost, or never came.
std::vector<std::size_t> order_of(const Plan& plan, const train::Meeting& place) {
  std::vector<std::size_t> order, others;
  for (std::size_t i = 0; i < plan.dreams.size(); ++i)
    (static_cast<int>(i) % place.count == place.rank ? order : others).push_back(i);
  if (place.rank == 0) order.insert(order.end(), others.rbegin(), others.rend());
  return order;
}

/// Makes those that nobody has made by this recipe, one after the other; pictures of another recipe that lie
/// there do not count. What another process finishes meanwhile is left to it: the pictures are the same.
Status make_dreams(const Plan& plan, const NetworkChoice& network, const train::Meeting& place) {
  const int steps = plan.steps.back();
  const std::vector<std::size_t> order = order_of(plan, place);
  Progress progress("sheet", static_cast<int>(order.size()) * steps, "steps");
  LoadedNetwork loaded;
  int loaded_checkpoint = -1;
  for (std::size_t turn = 0; turn < order.size(); ++turn) {
    const SheetDream& dream = plan.dreams[order[turn]];
    if (dream.checkpoint != loaded_checkpoint) {
      auto fresh = load_network(
          plan.series, {network.series, std::to_string(dream.checkpoint), network.device, network.precision});
      if (!fresh) return fresh.error();
      loaded = std::move(fresh).value();
      loaded_checkpoint = dream.checkpoint;
    }
    if (!is_made(dream, loaded)) {
      int done = static_cast<int>(turn) * steps;
      const Status made = make(dream, loaded, [&] {
        progress.advance_to(++done);
        return !stop_signal() && !(place.count > 1 && is_made(dream, loaded));
      });
      if (!made)
        return Error{plan.series.checkpoints[static_cast<std::size_t>(dream.checkpoint)].file + ", " +
                     made.error().message};
    }
    if (stop_signal()) return Error{"Stopped; the same command goes on with what is missing."};
    progress.advance_to(static_cast<int>(turn + 1) * steps);
  }
  return {};
}

std::string head_of(const checkpoint::CheckpointInfo& info) {
  // "epoch 3" alone does not say of which training.
  const bool plain = info.mode == "full" || !info.title.starts_with("epoch");
  return plain ? info.title : info.mode + ", " + info.title;
}

Status compose(const Plan& plan, const SheetOptions& options) {
  std::vector<image::SheetTile> tiles;
  image::SheetOptions layout;
  layout.title = options.title;
  for (const std::string& species : plan.species) {
    for (const int step : plan.steps) {
      const std::string moment = std::to_string(step) + " steps";
      layout.column_heads.push_back(plan.species.size() == 1 ? moment
                                    : plan.steps.size() == 1
                                        ? species
                                        : std::string(species).append(", ").append(moment));
    }
  }
  for (const SheetDream& dream : plan.dreams) {
    for (const fs::path& file : dream.pictures) {
      auto picture = image::read_picture(file);
      if (!picture) return picture.error();
      if (options.stretched) picture = image::stretched(std::move(picture).value());
      if (options.scale > 1)
        picture = image::resize(*picture, picture->width * options.scale, picture->height * options.scale);
      tiles.push_back({std::move(picture).value(), ""});
    }
  }
  for (const int checkpoint : plan.checkpoints)
    layout.row_heads.push_back(head_of(plan.series.checkpoints[static_cast<std::size_t>(checkpoint)]));
  const auto sheet = image::make_sheet(tiles, layout);
  if (!sheet) return sheet.error();
  return image::write_png(options.dream.output, *sheet);
}

Outcome sheet(const SheetOptions& options) {
  if (options.dream.species.empty())
    return wrong_usage("--species NAME is needed: who to dream of. See birddream species.");
  if (options.dream.output.extension() != ".png")
    return wrong_usage("-o wants a picture, sheet.png for instance.");
  const auto place = train::meeting_from_environment();
  if (!place) return failed(place.error());
  if (const Status there = check_folder(options.dream.output); !there) return failed(there.error());
  auto plan = plan_sheet(options);
  if (!plan) return failed(plan.error());
  if (const Status made = make_folder(plan->tiles); !made) return failed(made.error());
  if (const Status made = make_dreams(*plan, options.dream.network, *place); !made)
    return unfinished(made.error());
  if (place->rank != 0) return done();
  if (const Status written = compose(*plan, options); !written) return failed(written.error());
  std::printf("%s: %zu checkpoints, %zu dreams\n", options.dream.output.c_str(), plan->checkpoints.size(),
              plan->dreams.size());
  return done();
}

}  // namespace

void add_sheet_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<SheetOptions>();
  CLI::App* command =
      program.add_subcommand("sheet", "Training against dream steps: a labelled grid of dreams");
  command->add_option("--species", options->dream.species, "Who to dream of; several with commas between")
      ->delimiter(',');
  command->add_option("--series", options->dream.network.series,
                      "Folder of a series; else the best that ships");
  command
      ->add_option("--checkpoints", options->checkpoints, "Rows: all, or numbers from 0 with commas between")
      ->delimiter(',')
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->capture_default_str();
  command->add_option("--steps", options->steps, "Columns: moments at which each dream is kept")
      ->delimiter(',')
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  add_recipe_options(*command, options->dream);
  command->add_option("--title", options->title, "Above the sheet");
  command->add_flag("--stretched", options->stretched, "Draw each picture's contrast out to the full range");
  command->add_option("--scale", options->scale, "Each dreamt pixel as K x K pixels (smooth)")
      ->check(CLI::Range(1, 16));
  add_device_option(*command, options->dream.network.device);
  add_precision_option(*command, options->dream.network.precision);
  command->add_option("-o,--output", options->dream.output, "sheet.png; its tiles are kept in sheet_tiles/")
      ->required();
  command->footer(
      "Stopped, it goes on where it was; started by a launcher that sets RANK and WORLD_SIZE (torchrun "
      "--no-python),\n"
      "the dreams are shared out, and the first process makes what the others leave.\n"
      "Example: birddream sheet --species mallard --steps 200,500,1000,2000 --preset original-2021 -o "
      "sheet.png");
  command->callback([options, &chosen] { chosen = [options] { return sheet(*options); }; });
}

}  // namespace birddream::app
