#pragma once

#include <ATen/core/Tensor.h>

#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/network.h"

namespace birddream::net {

/// Takes an architecture's tensors out of a StateDict, checking names and shapes; remembers the first
/// problem, so that building code stays free of error handling and asks once at the end.
class StateReader {
 public:
  StateReader(const StateDict& state, at::Device device) : state_(state), device_(device) {}

  /// A copy of the tensor on the device; the tensor itself where it requires gradients (make_network()). A
  /// side of -1 in `shape` takes any size.
  at::Tensor take(const std::string& name, const std::vector<std::int64_t>& shape);

  /// Done: every tensor found, fitting, finite, and none left over. Else the first problem.
  Status finish() const;

 private:
  const StateDict& state_;
  at::Device device_;
  std::set<std::string> taken_;
  std::string problem_;
};

}  // namespace birddream::net
