#pragma once

#include <set>
#include <string>
#include <vector>

#include "plan/forward_pass.h"

namespace birddream::plan {

/// From gradients at some units' outputs to the gradient of the picture. Reads what the forward pass kept and
/// changes none of it, so it may run again.
class BackwardPass {
 public:
  /// `from`: the units at which gradients come in. Throws dnnl::error and std::bad_alloc.
  BackwardPass(const net::Graph& graph, const ForwardPass& forward, const std::set<int>& from);

  /// gradients: in the order of `from`, N x H x W x C float32. image: N x 3 x H x W float32, is overwritten.
  /// redirect: as net::ForwardOptions::redirect_relu.
  void run(const std::vector<const float*>& gradients, bool redirect, float* image);
  Steps& steps() { return steps_; }

 private:
  /// A unit's gradient: behind its max(x, 0) as its readers left it, and in front of that.
  struct Gradient {
    View behind, front;
    bool written = false;
    int parts = 0;  ///< of a concat: those that still read a range of it
  };
  Gradient& gradient(int unit) { return gradients_[static_cast<std::size_t>(unit)]; }
  View take(int unit);
  /// Where readers of the unit leave its gradient.
  View target(int unit);

  void plan(const net::Graph& graph, int index);
  /// The unit's gradient has been used; its memory serves those that come later.
  void release(int unit);

  void plan_entry(int index, std::size_t number);
  void plan_concat(int index);
  void plan_front(int index);
  void plan_group(const net::Graph& graph, const Group& group);
  void plan_convolution(const net::Graph& graph, const View& gy, const std::vector<int>& members);
  /// A convolution of the gradient for the members' weights, and its packing.
  void add_convolution(const PackedConvolution::Shape& shape, PackedConvolution::After after,
                       const std::vector<int>& members, const PackedConvolution::Geometry& geometry,
                       std::optional<PackedConvolution::Phase> phase);
  void plan_pool(int index);

  const ForwardPass& forward_;
  const Units& units_;
  Precision precision_;
  const Kernels& kernels_;
  std::vector<Gradient> gradients_;
  Steps steps_;
  std::vector<const float*> entries_;
  bool redirect_ = false;
  float* image_ = nullptr;
};

}  // namespace birddream::plan
