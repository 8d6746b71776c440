#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/graph.h"
#include "plan/kernels.h"

namespace birddream::plan {

/// A frozen network made ready for pictures of one size: weights packed as oneDNN wants them, memory taken
/// once, forward and backward to the picture as fixed lists of calls. It gives out tensors of their own, but
/// the gradient is that of the latest forward(). One thread at a time; the work runs on the threads there
/// were when it was made (thread_count()). Same machine, threads and input: same bytes.
class Plan {
 public:
  struct Size {
    int n = 1, h = 0, w = 0;  ///< pictures, px
    bool operator==(const Size&) const = default;
  };

  /// `wanted`: taps of the graph, at least one; nothing behind the last of them is computed. Error: a graph
  /// that cannot be planned (units.h), a picture too small, no memory, or oneDNN's refusal.
  static Result<std::unique_ptr<Plan>> make(const net::Graph& graph, Size size,
                                            const std::set<std::string>& wanted, Precision precision);
  static Result<std::unique_ptr<Plan>> make(const net::GraphBlend& blend, Size size,
                                            const std::set<std::string>& wanted, Precision precision);
  ~Plan();

  /// Other weights in the same places. `graph`: equal to the plan's but for the numbers. No planning again.
  void set_weights(const net::Graph& graph);
  void set_weights(const net::GraphBlend& blend);

  /// image: N x 3 x H x W float32 on the CPU. The wanted taps, float32, N x C x H x W (the logits N x
  /// classes).
  std::map<std::string, at::Tensor> forward(const at::Tensor& image);

  /// The gradient with respect to the image of the latest forward(), from gradients at one or more wanted
  /// taps (shaped as the taps); redirect_relu: net::ForwardOptions'. May be called again. The first call with
  /// other taps plans: it throws dnnl::error or std::bad_alloc where that fails.
  at::Tensor backward(const std::map<std::string, at::Tensor>& gradients, bool redirect_relu = false);

  /// Bytes of memory taken so far. Any thread, also while another one uses the plan.
  std::size_t bytes() const;
  /// Names of the oneDNN kernels in use, one a convolution.
  std::vector<std::string> kernels() const;

 private:
  struct State;
  explicit Plan(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace birddream::plan
