#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/begin_dream.h"
#include "app/commands.h"
#include "app/dream_options.h"
#include "app/json_report.h"
#include "app/model_option.h"
#include "app/stop_signal.h"
#include "base/log.h"
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

/// A species that is dreamt of, and which of the judge's classes it is.
struct Candidate {
  std::string name;
  int known;
};

/// Every Nth of those that dream. Error: the judge does not know one of them.
Result<std::vector<Candidate>> choose(const checkpoint::Series& dreaming, const checkpoint::Series& judge,
                                      int every) {
  std::vector<Candidate> chosen;
  for (std::size_t i = 0; i < dreaming.classes.size(); i += static_cast<std::size_t>(every)) {
    const std::string& name = dreaming.classes[i].name;
    const auto known = checkpoint::find_class(judge, name);
    if (!known) return Error{"The judge does not know " + name + ": " + known.error().message};
    chosen.push_back({name, *known});
  }
  return chosen;
}

Result<at::Tensor> dreamt(const LoadedNetwork& network, const recipe::DreamParams& params) {
  auto dreamer = begin_dream(network, params);
  if (!dreamer) return dreamer.error();
  for (int step = 0; step < params.steps && !stop_signal(); ++step) {
    if (const auto stepped = (*dreamer)->step(); !stepped) return stepped.error();
  }
  return (*dreamer)->picture_tensor().clamp(0, 1);
}

Outcome score(const ScoreOptions& options) {
  if (const Status writable = check_report(options.json); !writable) return failed(writable.error());
  const auto dreaming = load_network(options.dream.network);
  if (!dreaming) return failed(dreaming.error());
  NetworkChoice choice = options.judge;
  choice.device = options.dream.network.device;
  const auto judge = load_network(choice);
  if (!judge) return failed(judge.error());
  auto params = compose_recipe(options.dream, nullptr);
  if (!params) return wrong_usage(params.error().message);
  const auto candidates = choose(dreaming->series, judge->series, options.every);
  if (!candidates) return failed(candidates.error());
  auto dreams = nlohmann::ordered_json::array();
  int count = 0, first = 0, five = 0;
  {
    Progress progress("dreams", static_cast<int>(candidates->size()), "species");
    for (const auto& [name, known] : *candidates) {
      const auto picture = dreamt(*dreaming, aimed_at(*params, name));
      if (stop_signal()) return interrupted("Stopped.");
      // What keeps the first one from being dreamt keeps all of them.
      if (!picture && count == 0) return {1, name + ": " + picture.error().message};
      if (!picture) log::warn(name + ": not named, since it could not be dreamt: " + picture.error().message);
      ++count;
      nlohmann::ordered_json one = {{"species", name}, {"rank", nullptr}};
      if (picture) {
        const int rank = rank_of(*judge->network, *picture, known);
        first += rank == 0 ? 1 : 0;
        five += rank < 5 ? 1 : 0;
        one["rank"] = rank;
      }
      dreams.push_back(std::move(one));
      progress.advance_to(count);
    }
  }
  std::printf("%s dreams, %s judges: %.1f %% named first, %.1f %% among the first five, of %d dreams\n",
              dreaming->checkpoint.c_str(), judge->checkpoint.c_str(), 100.0 * first / count,
              100.0 * five / count, count);
  const Status written = write_report(options.json, {{"dreams_of", dreaming->checkpoint},
                                                     {"judge", judge->checkpoint},
                                                     {"steps", params->steps},
                                                     {"count", count},
                                                     {"top1", 1.0 * first / count},
                                                     {"top5", 1.0 * five / count},
                                                     {"dreams", dreams}});
  return written ? done() : failed(written.error());
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
  command->add_option("--json", options->json,
                      "Write the ranks, species by species, into this file; null: it could not be dreamt");
  command->footer("Example: birddream score --series runs/a --judge-series runs/b --every 10 --steps 128");
  command->callback([options, &chosen] { chosen = [options] { return score(*options); }; });
}

}  // namespace birddream::app
