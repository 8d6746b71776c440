#pragma once

#include <ATen/core/Tensor.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/bench_peer.h"
#include "net/network.h"
#include "net/weights.h"
#include "recipe/params.h"

namespace birddream::app {

/// One network at one size: the network's part of a dream step (forward, and the gradient of one class neuron
/// to the picture), or whole steps of a preset.
struct BenchCase {
  const char* name;
  const char* architecture;
  int side, batch;
  double gigamacs;               ///< of one forward pass of one picture; forward and backward together cost
                                 ///< four times as many floating point operations
  const char* preset = nullptr;  ///< null: the network's part
};

/// All of them, the shortest first.
const std::vector<BenchCase>& bench_cases();

/// What is run in a case by everyone.
struct BenchSubject {
  BenchCase bench;
  net::StateDict weights;
  std::shared_ptr<const net::Network> network;  ///< with those weights, LibTorch's own path
  std::optional<recipe::DreamParams> recipe;    ///< of whole steps
  at::Tensor input;  ///< N x 3 x H x W; for whole steps the values that are climbed
};
inline constexpr int bench_goal = 130;  ///< ImageNet's flamingo

/// One way of doing it.
struct Contender {
  std::string name;
  /// Of the class neuron with respect to the input, shaped as it is, a step's through a view that moves
  /// nothing: checked against the first contender's before anything is timed.
  std::function<Result<at::Tensor>()> gradient;
  /// Milliseconds of one time.
  std::function<Result<double>()> run;
};

double milliseconds_since(std::chrono::steady_clock::time_point begun);

/// The contenders of a case, LibTorch's plain path first: this program's, then the peer's, if there is one.
/// `folder`: for files that the peer reads. Error: weights that cannot be read; a peer that fails is told in
/// `problems` and given up.
Result<std::vector<Contender>> contenders_of(const BenchCase& bench, std::optional<BenchPeer>& peer,
                                             const std::filesystem::path& folder,
                                             std::vector<std::string>& problems);

}  // namespace birddream::app
