#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "gpu/picture_copies.h"
#include "gpu/step_buffers.h"
#include "gpu/step_program.h"

namespace birddream::gpu {

/// A dream's whole step on a device, for one picture size: look, network, objective, back, climb, decode, as
/// one graph. What a step is to do comes as numbers (cuda/step_block.h) with the graph's first copy, so a
/// changed slider changes no graph; there is one for each set of taps, with and without redirected ReLU.
/// Where no graph can be made the same kernels are started one by one. One thread at a time. Errors are the
/// device's reasons, without a full stop; after one the object is of no more use.
class DreamStep {
 public:
  using Shape = StepShape;
  static Result<std::unique_ptr<DreamStep>> make(std::shared_ptr<const Device> device,
                                                 const net::GraphBlend& network, const Shape& shape);

  const Shape& shape() const { return buffers_.shape; }

  /// Other weights of the same graph, in the same place.
  Status set_network(const net::GraphBlend& network);
  /// Fourier: what values are multiplied by on the way to pixels, H x (W/2+1), 1/(H W) included; and the
  /// matrix of the colours, 3 x 3.
  Status set_decoding(const at::Tensor& scale, const at::Tensor& matrix);

  /// Adam's moments are shaped as the values. float32 on the CPU.
  struct Values {
    at::Tensor values, first, second;
  };
  Status put(const Values& given);
  Result<Values> get() const;

  struct Outcome {
    cuda::StepResult result{};
    at::Tensor logits;  ///< 1 x classes, where they are among the taps; else undefined
  };
  /// block: all but `matrix` and `loss_scale`. Not taken where the result is not good or lost.
  Result<Outcome> step(cuda::StepBlock block, const std::vector<std::string>& taps, bool redirect);

  using Picture = PictureCopies::Picture;
  /// The picture as it stands.
  Result<Picture> picture();

  /// Empty where steps are graphs; else why they are not.
  const std::string& why_no_graph() const { return why_no_graph_; }
  /// Bytes on the device, weights not counted.
  std::size_t bytes() const;

 private:
  DreamStep(std::shared_ptr<const Device> device, const net::GraphBlend& network, const Shape& shape);

  StepProgram& program(const StepProgram::Looks& looks);

  std::shared_ptr<const Device> device_;
  std::shared_ptr<const net::Graph> graph_;  // for shapes
  Weights weights_;
  StepBuffers buffers_;
  Memory asked_, told_;              // the host's ends of the block and the result
  std::list<StepProgram> programs_;  // the one used last in front
  PictureCopies copies_;
  std::array<float, 9> matrix_ = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  std::string why_no_graph_;
};

}  // namespace birddream::gpu
