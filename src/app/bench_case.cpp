#include "app/bench_case.h"

#include <ATen/ATen.h>

#include "app/bench_network.h"
#include "app/bench_peer_ways.h"
#include "app/bench_step.h"
#include "base/paths.h"

namespace birddream::app {
namespace {

constexpr int classes = 1000;

/// Trained weights where some ship; for the others random ones must do.
Result<net::StateDict> weights_of(const std::string& architecture) {
  if (architecture != "googlenet") return net::random_weights(architecture, classes, 1);
  auto read = net::load_weights(assets_dir() / "imagenet" / "googlenet.safetensors");
  if (!read) return read.error();
  return std::move(read->tensors);
}

Result<BenchSubject> subject_of(const BenchCase& bench) {
  auto weights = weights_of(bench.architecture);
  if (!weights) return weights.error();
  auto network = net::make_network(bench.architecture, *weights, at::kCPU);
  if (!network) return network.error();
  BenchSubject subject{bench, std::move(weights).value(), std::move(network).value(), {}, {}};
  at::manual_seed(1);
  subject.input = at::rand({bench.batch, 3, bench.side, bench.side});
  if (bench.preset != nullptr) make_steps_of(subject);
  return subject;
}

}  // namespace

const std::vector<BenchCase>& bench_cases() {
  static const std::vector<BenchCase> all = {
      {"googlenet-128", "googlenet", 128, 1, 0.517},
      {"googlenet-224", "googlenet", 224, 1, 1.583},
      {"googlenet-128x8", "googlenet", 128, 8, 0.517},
      {"inception-128", "inception_v4", 128, 1, 1.58},
      {"inception-299", "inception_v4", 299, 1, 12.25},
      {"googlenet-128-step", "googlenet", 128, 1, 0.517, "lucid"},
      {"googlenet-224-step", "googlenet", 224, 1, 1.583, "lucid"},
      {"inception-128-step", "inception_v4", 128, 1, 1.58, "lucid"},
      {"inception-299-step", "inception_v4", 299, 1, 12.25, "lucid"},
      {"googlenet-128-original", "googlenet", 128, 1, 0.517, "original-2021"},
      {"googlenet-224-original", "googlenet", 224, 1, 1.583, "original-2021"},
      {"inception-128-original", "inception_v4", 128, 1, 1.58, "original-2021"},
      {"inception-299-original", "inception_v4", 299, 1, 12.25, "original-2021"}};
  return all;
}

double milliseconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
}

Result<std::vector<Contender>> contenders_of(const BenchCase& bench, std::optional<BenchPeer>& peer,
                                             const std::filesystem::path& folder,
                                             std::vector<std::string>& problems) {
  const auto subject = subject_of(bench);
  if (!subject) return subject.error();
  std::vector<Contender> contenders =
      subject->recipe ? step_contenders(*subject, problems) : network_contenders(*subject, problems);
  if (peer) {
    if (const Status added = add_peer_ways(*peer, *subject, folder, contenders, problems); !added) {
      problems.push_back(std::string(bench.name) + ", Python: " + added.error().message);
      peer.reset();
    }
  }
  return contenders;
}

}  // namespace birddream::app
