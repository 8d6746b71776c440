#pragma once

#include <ATen/core/Tensor.h>

#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/network.h"

namespace birddream::net {

/// Takes an architecture's tensors out of a StateDict, checking names and shapes; remembers the first
/// problem, so that building code stays free of error handling and asks once at the end. Or makes them: the
/// same building code then says what a network that starts from nothing consists of.
class StateReader {
 public:
  /// `share`: takes the tensors themselves instead of copies, see make_network_sharing().
  StateReader(const StateDict& state, at::Device device, bool share = false)
      : state_(&state), device_(device), share_(share) {}

  /// Makes random weights: convolutions and linear layers N(0, 2 / inputs) (He et al. 2015), biases 0, what
  /// BatchNorm needs to change nothing. Each tensor depends on the seed and its name alone. A side of -1
  /// becomes `classes`.
  StateReader(std::uint64_t seed, int classes) : device_(at::kCPU), seed_(seed), classes_(classes) {}

  /// A copy of the tensor on the device; the tensor itself where it requires gradients (make_network()) or is
  /// shared. A side of -1 in `shape` takes any size.
  at::Tensor take(const std::string& name, const std::vector<std::int64_t>& shape);

  /// The tensor itself, to be changed in place by whoever holds it (BatchNorm's statistics while training).
  at::Tensor share(const std::string& name, const std::vector<std::int64_t>& shape);

  /// Done: every tensor found, fitting, finite, and none left over. Else the first problem.
  /// (PyTorch's batch counters are never asked for and may be there.)
  Status finish() const;

  /// What was made.
  StateDict made() && { return std::move(made_); }

 private:
  at::Tensor make(const std::string& name, const std::vector<std::int64_t>& shape);
  const at::Tensor* find(const std::string& name, const std::vector<std::int64_t>& shape);

  const StateDict* state_ = nullptr;  // null: making
  at::Device device_;
  bool share_ = false;
  std::uint64_t seed_ = 0;
  int classes_ = 0;
  StateDict made_;
  std::set<std::string> taken_;
  std::string problem_;
};

}  // namespace birddream::net
