#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "gpu/gradients.h"
#include "gpu/launches.h"
#include "gpu/split_gemms.h"
#include "gpu/weights.h"
#include "net/graph.h"
#include "plan/units.h"

namespace birddream::gpu {

/// A frozen network as kernels in order, forward and back to the picture, for pictures of one size. The same
/// description (plan/units.h) as the CPU's plans have; activations and gradients are halves. Heads that read
/// the same layer run as one, parts of a joined layer are written where they belong, masks and sums of
/// gradients are done by whoever writes last.
class NetworkProgram {
 public:
  struct Options {
    int n = 1, h = 0, w = 0;                 ///< pictures, px
    std::vector<std::string> wanted;         ///< taps, in the order of taps()
    bool redirect = false;                   ///< as net::ForwardOptions::redirect_relu
    const cuda::StepBlock* block = nullptr;  ///< on the device: the terms
    cuda::StepResult* result = nullptr;      ///< on the device: gets the objective and the scale
  };
  /// `weights` must outlive it. Throws Failure where a unit cannot be run here, or memory is short.
  NetworkProgram(std::shared_ptr<const Device> device, const net::Graph& graph, const Weights& weights,
                 const Options& options);
  NetworkProgram(const NetworkProgram&) = delete;
  NetworkProgram& operator=(const NetworkProgram&) = delete;

  /// What forward() reads: one lot of channels a pixel, three used, normalised.
  const cuda::Slice& input() const { return activations_[0]; }
  /// What backward() leaves: the gradient of input().
  const cuda::Slice& input_gradient() const { return gradients_.slice(0); }
  const std::vector<cuda::TapView>& taps() const { return taps_; }
  /// pitch of the logits of a picture, in floats.
  int logits_pitch() const { return logits_pitch_; }

  const Launches& forward() const { return forward_; }
  /// Begins with the gradients that the terms of `block` have at the taps.
  const Launches& backward() const { return backward_; }
  std::size_t bytes() const { return arena_.bytes(); }

 private:
  using Op = plan::Unit::Op;
  const plan::Unit& unit(int i) const { return units_[i]; }
  cuda::Slice& activation(int i) { return activations_[static_cast<std::size_t>(i)]; }

  static cuda::Slice part_of(cuda::Slice whole, int offset, int channels);

  void place(int i);
  void plan_forward(const net::Graph& graph, int i);
  void plan_convolution(const net::Graph& graph, const std::vector<int>& members);
  cuda::Gemm gemm_of(const net::Graph& graph, int i) const;

  // The way back (network_backward.cpp).
  void plan_backward(const net::Graph& graph, int i);
  void plan_convolution_backward(const net::Graph& graph, const std::vector<int>& members);
  void plan_concat_backward(int i);
  void plan_pool_backward(int i);
  void plan_entry(int i, int number);
  void rectify(int i);

  std::shared_ptr<const Device> device_;
  const Weights& weights_;
  Options options_;
  plan::Units units_;
  Arena arena_;
  std::vector<cuda::Slice> activations_;
  std::vector<std::uint8_t*> winners_;
  std::vector<float*> sums_;
  std::vector<cuda::TapView> taps_;
  float* logits_ = nullptr;
  int logits_pitch_ = 0;
  Launches forward_, backward_;
  Gradients gradients_;
  SplitGemms gemms_;
};

}  // namespace birddream::gpu
