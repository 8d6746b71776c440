#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <string>
#include <vector>

#include "gpu/loss_scale.h"
#include "gpu/network_program.h"
#include "gpu/step_buffers.h"

namespace birddream::gpu {

/// All kernels of a step in their order, for one set of taps, with or without redirected ReLU; and the graph
/// that they become.
class StepProgram {
 public:
  struct Looks {
    std::vector<std::string> taps;
    bool redirect = false;
    bool operator==(const Looks&) const = default;
  };
  /// The buffers and the weights must outlive it. Throws Failure.
  StepProgram(std::shared_ptr<const Device> device, const net::Graph& graph, const Weights& weights,
              const StepBuffers& buffers, Looks looks);

  const Looks& looks() const { return looks_; }
  /// Of the layers looked at: what one of them needs says nothing about another.
  LossScale& loss_scale() { return loss_scale_; }
  /// All kernels, in order.
  const Launches& launches() const { return launches_; }

  /// One step, waited for: `asked` goes to the device, `told` comes back. As a graph from the second time on;
  /// where none can be made the reason is put into `why_no_graph`, and where there is one the kernels are
  /// started one by one. Throws Failure.
  void run(const Memory& asked, const Memory& told, std::string& why_no_graph);

  /// 1 x classes of the last run, a copy; undefined where the logits are not among the taps.
  at::Tensor logits() const;
  std::size_t bytes() const { return network_.bytes(); }

 private:
  void plan(const net::Graph& graph);
  void issue(const Memory& asked, const Memory& told) const;
  void capture(const Memory& asked, const Memory& told);
  const cuda::TapView* logits_tap() const;

  std::shared_ptr<const Device> device_;
  const StepBuffers& buffers_;
  Looks looks_;
  LossScale loss_scale_;
  NetworkProgram network_;
  Launches launches_;
  Memory logits_;  // the host's end
  int runs_ = 0;
  std::shared_ptr<birddream_graph> graph_;
};

}  // namespace birddream::gpu
