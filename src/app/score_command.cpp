#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/begin_dream.h"
#include "app/commands.h"
#include "app/dream_options.h"
#include "app/model_option.h"
#include "app/stop_signal.h"
#include "base/atomic_file.h"
#include "base/progress.h"
#include "dream/dreamer.h"

namespace birddream::app {
namespace {

struct ScoreOptions {
  DreamOptions dream;
  NetworkChoice judge;
  std::filesystem::path json;
  int every = 1;
};

/// Where the judge ranks the right name: 0 is first.
int rank_of(const net::Network& judge, const at::Tensor& picture, int species) {
  const at::NoGradGuard no_grad;
  const std::string tap(net::logits_tap);
  const at::Tensor logits = judge.forward(picture.to(judge.device()), {tap}).at(tap)[0];
  return logits.gt(logits[species]).sum().item<int>();
}

Outcome score(const ScoreOptions& options) {
  const auto dreaming = load_network(options.dream.network);
  if (!dreaming) return failed(dreaming.error());
  NetworkChoice choice = options.judge;
  choice.device = options.dream.network.device;
  const auto judge = load_network(choice);
  if (!judge) return failed(judge.error());
  auto params = compose_recipe(options.dream, nullptr);
  if (!params) return wrong_usage(params.error().message);
  auto dreams = nlohmann::ordered_json::array();
  int count = 0, first = 0, five = 0;
  const int classes = static_cast<int>(dreaming->series.classes.size());
  {
    Progress progress("dreams", (classes + options.every - 1) / options.every, "species");
    for (int i = 0; i < classes && !stop_signal(); i += options.every) {
      const std::string& name = dreaming->series.classes[static_cast<std::size_t>(i)].name;
      const auto known = checkpoint::find_class(judge->series, name);
      if (!known) return {1, "The judge does not know " + name + ": " + known.error().message};
      auto dreamer = begin_dream(*dreaming, aimed_at(*params, name));
      if (!dreamer) return failed(dreamer.error());
      for (int step = 0; step < params->steps; ++step) {
        if (const auto stepped = (*dreamer)->step(); !stepped)
          return {1, name + ": " + stepped.error().message};
      }
      const int rank = rank_of(*judge->network, (*dreamer)->picture_tensor().clamp(0, 1), *known);
      ++count;
      first += rank == 0 ? 1 : 0;
      five += rank < 5 ? 1 : 0;
      dreams.push_back({{"species", name}, {"rank", rank}});
      progress.advance_to(count);
    }
  }
  if (stop_signal()) return interrupted("Stopped.");
  std::printf("%s dreams, %s judges: %.1f %% named first, %.1f %% among the first five, of %d dreams\n",
              dreaming->checkpoint.c_str(), judge->checkpoint.c_str(), 100.0 * first / count,
              100.0 * five / count, count);
  if (options.json.empty()) return done();
  const nlohmann::ordered_json all = {{"dreams_of", dreaming->checkpoint},
                                      {"judge", judge->checkpoint},
                                      {"steps", params->steps},
                                      {"count", count},
                                      {"top1", 1.0 * first / count},
                                      {"top5", 1.0 * five / count},
                                      {"dreams", dreams}};
  const std::string text = all.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  if (const Status written = write_file_atomically(options.json, text); !written)
    return failed(written.error());
  return done();
}

}  // namespace

void add_score_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<ScoreOptions>();
  CLI::App* command =
      program.add_subcommand("score", "Which share of one network's dreams another network names right");
  command->add_option("--series", options->dream.network.series, "Folder of the series that dreams");
  command
      ->add_option("--checkpoint", options->dream.network.checkpoint,
                   "Who dreams: last, a number, or a weights file")
      ->capture_default_str();
  auto* judges = command->add_option_group("judge", "Who judges; classes are matched by name");
  CLI::Option* series = judges->add_option("--judge-series", options->judge.series, "A series' folder");
  CLI::Option* model =
      judges->add_option("--judge-model", options->judge.model, "A classifier of your own: as dream --model");
  judges->require_option(1);
  command
      ->add_option("--judge", options->judge.checkpoint,
                   "Which of --judge-series: last, a number, or a weights file")
      ->needs(series)
      ->excludes(model)
      ->capture_default_str();
  command->add_option("--every", options->every, "Only every Nth species")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  command->add_option("--steps", options->dream.steps, "Gradient steps");
  add_recipe_options(*command, options->dream);
  add_device_option(*command, options->dream.network.device);
  add_precision_option(*command, options->dream.network.precision);
  command->add_option("--json", options->json, "Write the ranks, species by species, into this file");
  command->footer("Example: birddream score --series runs/a --judge-series runs/b --every 10 --steps 128");
  command->callback([options, &chosen] { chosen = [options] { return score(*options); }; });
}

}  // namespace birddream::app
