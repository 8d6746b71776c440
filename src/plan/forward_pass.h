#pragma once

#include <map>
#include <string>
#include <vector>

#include "plan/kernels.h"
#include "plan/parallel.h"
#include "plan/steps.h"
#include "plan/units.h"

namespace birddream::plan {

/// What the way back needs to know about one unit's forward pass.
struct Kept {
  View y;                           ///< the output
  View dense;                       ///< the same for a convolution to read
  std::uint16_t* winner = nullptr;  ///< of a max pool
  float* root = nullptr;            ///< of a local response norm
};

/// All units from the picture to the last wanted tap.
class ForwardPass {
 public:
  /// Throws dnnl::error and std::bad_alloc.
  ForwardPass(const net::Graph& graph, Units units, int n, Precision precision);

  /// image: N x 3 x H x W float32.
  void run(const float* image);
  Steps& steps() { return steps_; }

  const Units& units() const { return units_; }
  const Kept& kept(int unit) const { return kept_[static_cast<std::size_t>(unit)]; }
  int pictures() const { return n_; }
  Precision precision() const { return precision_; }
  /// The logits stay float32.
  Precision type_of(int unit) const {
    return units_[unit].op == Unit::Op::linear ? Precision::float32 : precision_;
  }

 private:
  void plan(const net::Graph& graph, int index);
  void plan_convolution(const net::Graph& graph, int index);
  void plan_group(const Group& group);
  void plan_pool(const net::Graph& graph, int index);
  View take(const Unit& unit, Precision type);

  Units units_;
  int n_;
  Precision precision_;
  const Kernels& kernels_;
  std::vector<Kept> kept_;
  Steps steps_;
  const float* image_ = nullptr;
};

PackedConvolution::Numbers kernels_of(const net::GraphBlend& weights, int source);

/// Runs one of the plan's own kernels on all rows of `over`.
template <class Work>
void on_rows(const View& over, const Work& work) {
  parallel_rows(over.rows(), over.rows() * over.w * over.c, work);
}

}  // namespace birddream::plan
