#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/bench_peer.h"
#include "net/network.h"

namespace birddream::app {

/// One network at one size: the network's part of a dream step, forward and the gradient of one class neuron
/// to the picture.
struct BenchCase {
  const char* name;
  const char* architecture;
  int side, batch;
  double gigamacs;  ///< of one forward pass of one picture; forward and backward together cost four times as
                    ///< many floating point operations
};

/// All of them, the shortest first.
const std::vector<BenchCase>& bench_cases();

/// One way of doing it.
struct Contender {
  std::string name;
  /// The picture's gradient, N x 3 x H x W: checked against the first contender's before anything is timed.
  std::function<Result<at::Tensor>()> gradient;
  /// Milliseconds of one time.
  std::function<Result<double>()> run;
};

/// The contenders of a case, LibTorch's plain path first: this program's, then the peer's, if there is one.
/// `folder`: for files that the peer reads. Error: weights that cannot be read; a peer that fails is told in
/// `problems` and given up.
Result<std::vector<Contender>> contenders_of(const BenchCase& bench, std::optional<BenchPeer>& peer,
                                             const std::filesystem::path& folder,
                                             std::vector<std::string>& problems);

}  // namespace birddream::app
