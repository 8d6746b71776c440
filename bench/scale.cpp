// What a dream costs as it grows: one case a run, so that the most memory that was resident is the case's
// own. One line of JSON: milliseconds of each turn, that memory, and what the program held before the case
// began. Bald eagle, the preset birds, the default place of the bird series, all threads. bench/scale.py runs
// them.
//   scale size SIDE TILE TURNS          a step of a picture of SIDE px, seen by tiles of TILE px
//   scale batch COUNT SIDE TURNS        the network's part (logits, and the gradient) of COUNT pictures at
//   once scale checkpoints COUNT SIDE TURNS  a step of each of COUNT dreams, under a checkpoint each scale
//   steps COUNT SIDE TURNS        a whole dream of COUNT steps, network there
#include <ATen/ATen.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "base/paths.h"
#include "base/process_usage.h"
#include "checkpoint/place.h"
#include "dream/dreamer.h"
#include "net/resident_series.h"
#include "plan/fast_network.h"
#include "plan/precision.h"
#include "recipe/presets.h"

namespace {

using namespace birddream;

constexpr double mebibyte = 1 << 20;
constexpr const char* species = "bald eagle";

/// What is measured: once to warm up, then every turn.
using Turn = std::function<void()>;

struct Bench {
  checkpoint::Series series = checkpoint::load_series(assets_dir() / "birds").value();
  net::ResidentSeries resident{series, at::kCPU};
  std::shared_ptr<plan::PlanPool> pool =
      std::make_shared<plan::PlanPool>(*plan::precision_from_text("auto", "googlenet").value());

  std::shared_ptr<const net::Network> network(const checkpoint::Place& place) {
    return plan::make_fast(resident.open(place).value().network, pool);
  }
  std::shared_ptr<const net::Network> network() {
    return network(checkpoint::place_from_text(series, "last").value());
  }
  recipe::DreamParams params(int side) const {
    recipe::DreamParams params = recipe::find_preset("birds")->params;
    params.width = params.height = side;
    params.redirect_relu_steps = 0;
    params.targets[0].species = species;
    return params;
  }
  std::unique_ptr<dream::Dreamer> dream(const std::shared_ptr<const net::Network>& network,
                                        const recipe::DreamParams& params) const {
    const auto find = [this](const std::string& name) { return checkpoint::find_class(series, name); };
    return dream::Dreamer::begin(network, params, find).value();
  }
};

Turn of_size(Bench& bench, int side, int tile) {
  recipe::DreamParams params = bench.params(side);
  params.tile = tile;
  const std::shared_ptr<dream::Dreamer> dream = bench.dream(bench.network(), params);
  return [dream] { (void)dream->step().value(); };
}

Turn of_batch(Bench& bench, int count, int side) {
  const auto network = bench.network();
  const at::Tensor pictures = at::rand({count, 3, side, side});
  return [network, pictures] {
    const plan::Look look = plan::look(*network, pictures, {std::string(net::logits_tap)});
    const at::Tensor& logits = look.activations.at(std::string(net::logits_tap));
    (void)look.backward({{std::string(net::logits_tap), at::ones_like(logits)}});
  };
}

Turn of_checkpoints(Bench& bench, int count, int side) {
  std::vector<std::shared_ptr<dream::Dreamer>> dreams;
  for (int i = 0; i < count; ++i)
    dreams.push_back(bench.dream(bench.network(checkpoint::place_at(i)), bench.params(side)));
  return [dreams] {
    for (const auto& dream : dreams) (void)dream->step().value();
  };
}

Turn of_steps(Bench& bench, int count, int side) {
  recipe::DreamParams params = bench.params(side);
  params.redirect_relu_steps = recipe::DreamParams().redirect_relu_steps;
  params.steps = count;
  return [&bench, network = bench.network(), params, count] {
    const auto dream = bench.dream(network, params);
    for (int i = 0; i < count; ++i) (void)dream->step().value();
  };
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc == 5 ? argv[1] : "";
  const int first = argc == 5 ? std::atoi(argv[2]) : 0, second = argc == 5 ? std::atoi(argv[3]) : 0;
  const int turns = argc == 5 ? std::atoi(argv[4]) : 0;
  Bench bench;
  Turn turn;
  if (what == "size") turn = of_size(bench, first, second);
  if (what == "batch") turn = of_batch(bench, first, second);
  if (what == "checkpoints") turn = of_checkpoints(bench, first, second);
  if (what == "steps") turn = of_steps(bench, first, second);
  if (!turn) return std::fprintf(stderr, "scale size|batch|checkpoints|steps A B TURNS\n"), 2;
  const double before = static_cast<double>(peak_memory()) / mebibyte;
  turn();
  std::string times;
  for (int i = 0; i < turns; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    turn();
    const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begin;
    times += (i > 0 ? ", " : "") + std::to_string(taken.count());
  }
  std::printf("{\"ms\": [%s], \"peak_mib\": %.1f, \"before_mib\": %.1f}\n", times.c_str(),
              static_cast<double>(peak_memory()) / mebibyte, before);
}
