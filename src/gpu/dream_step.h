#pragma once

#include <ATen/core/Tensor.h>

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "gpu/network_program.h"

namespace birddream::gpu {

/// A dream's whole step on a device, for one picture size: look, network, objective, back, climb, decode, as
/// one graph. What a step is to do comes as numbers (cuda/step_block.h) with the graph's first copy, so a
/// changed slider changes no graph; there is one for each set of taps, with and without redirected ReLU.
/// Where no graph can be made the same kernels are started one by one. One thread at a time. Errors are the
/// device's reasons, without a full stop; after one the object is of no more use.
class DreamStep {
 public:
  struct Shape {
    int width = 0, height = 0;  ///< px
    int pad = 0;                ///< margin that the network sees, px
    bool fourier = true;        ///< values: 3 x H x (W/2+1) x 2 coefficients, else 3 x H x W pixels
    bool operator==(const Shape&) const = default;
  };
  static Result<std::unique_ptr<DreamStep>> make(std::shared_ptr<const Device> device,
                                                 const net::GraphBlend& network, const Shape& shape);
  ~DreamStep();

  const Shape& shape() const { return shape_; }

  /// Other weights of the same graph, in the same place.
  Status set_network(const net::GraphBlend& network);
  /// Fourier: what values are multiplied by on the way to pixels, H x (W/2+1), 1/(H W) included; and the
  /// matrix of the colours, 3 x 3.
  Status set_decoding(const at::Tensor& scale, const at::Tensor& matrix);

  /// Adam's moments are shaped as the values. float32 on the CPU.
  struct Values {
    at::Tensor values, first, second;
  };
  Status put(const Values& values);
  Result<Values> get() const;

  struct Outcome {
    cuda::StepResult result{};
    at::Tensor logits;  ///< 1 x classes, where they are among the taps; else undefined
  };
  /// block: all but `matrix` and `loss_scale`. Not taken where the result is not good or lost.
  Result<Outcome> step(cuda::StepBlock block, const std::vector<std::string>& taps, bool redirect);

  /// The picture as it stands, of its own memory: in the host's, and on the device after `ready` (a
  /// cudaEvent_t).
  struct Picture {
    std::shared_ptr<const void> owner;
    const float* host = nullptr;
    const float* device = nullptr;
    const void* ready = nullptr;
  };
  Result<Picture> picture();

  /// Empty where steps are graphs; else why they are not.
  const std::string& why_no_graph() const { return why_no_graph_; }
  /// Bytes on the device, weights not counted.
  std::size_t bytes() const;

 private:
  struct Variant;
  struct Slot;
  DreamStep(std::shared_ptr<const Device> device, const net::GraphBlend& network, const Shape& shape);

  long plane() const { return static_cast<long>(shape_.width) * shape_.height; }
  Variant& variant(const std::vector<std::string>& taps, bool redirect);
  void plan(Variant& variant) const;
  void decode(Launches& launches) const;
  void issue(const Variant& variant) const;
  void run(Variant& variant);
  float* take(long count) { return arena_.take<float>(static_cast<std::size_t>(count)); }
  cuda::Pair* turns(int size);

  std::shared_ptr<const Device> device_;
  Shape shape_;
  std::shared_ptr<const net::Graph> graph_;  // for shapes
  Weights weights_;
  Arena arena_;
  long count_ = 0;  // of values
  float *values_ = nullptr, *first_ = nullptr, *second_ = nullptr;
  float *next_ = nullptr, *next_first_ = nullptr, *next_second_ = nullptr;
  float *gradient_ = nullptr, *picture_ = nullptr, *inner_ = nullptr, *scale_ = nullptr, *sums_ = nullptr;
  cuda::Pair *columns_ = nullptr, *turns_across_ = nullptr, *turns_down_ = nullptr;
  cuda::StepBlock* block_ = nullptr;
  cuda::StepResult* result_ = nullptr;
  Memory asked_, told_;  // the host's ends of the block and the result
  std::list<Variant> variants_;
  std::vector<std::shared_ptr<Slot>> slots_;
  float matrix_[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  float loss_scale_ = 1024;
  std::string why_no_graph_;
};

}  // namespace birddream::gpu
