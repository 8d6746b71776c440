#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plan/buffers.h"
#include "plan/kernels.h"

namespace birddream::plan {

/// A convolution from one dense view into another by oneDNN, its weights packed once as oneDNN wants them.
/// The gradient with respect to a convolution's input is such a convolution too (see input_gradient()).
class PackedConvolution {
 public:
  struct Shape {
    View x, y;
    Precision y_type;  ///< x and the weights are in the plan's precision
    int kernel_h = 1, kernel_w = 1;
    int stride = 1;
    std::array<int, 2> pad_before = {0, 0}, pad_after = {0, 0};  ///< above and left, below and right
  };
  /// Of the convolution whose gradient is wanted.
  struct Geometry {
    int kernel_h = 1, kernel_w = 1;
    int stride = 1;
    std::array<int, 2> padding = {0, 0};  ///< above and below, left and right
  };
  struct Phase {
    int y = 0, x = 0;
  };
  /// A convolution's weights (O x I x height x width, float32), or (1 - share) weight + share other.
  struct Numbers {
    at::Tensor weight, other;
    float share = 0;
  };
  enum class After {
    nothing,
    rectify,       ///< max(y, 0)
    rectify_some,  ///< max(y, floor) with a floor for every channel, see floors()
    add,           ///< added to what `y` holds
  };

  /// Plans it and takes the memory for weights and bias, zeros at first. Throws dnnl::error.
  PackedConvolution(const Shape& shape, Precision precision, After after, bool biased, Buffers& buffers);
  ~PackedConvolution();
  PackedConvolution(PackedConvolution&&) noexcept;

  /// Writes one convolution's weights in the place of the output channels from `first` on.
  void pack(const Numbers& numbers, int first);
  /// Writes them for the way back: as the inputs from `first` on, turned, see input_gradient().
  void pack_gradient(const Numbers& numbers, int first, const Geometry& geometry, std::optional<Phase> phase);

  float* bias() const { return bias_; }      ///< one number an output channel
  float* floors() const { return floors_; }  ///< likewise

  void run() const;
  /// The name of oneDNN's kernel.
  std::string kernel() const;

  /// What brings the gradient `gy` of a convolution's output to its input: a stride 1 convolution of `gy`
  /// with turned weights. The pixels (stride * i + phase.y, stride * j + phase.x) of the input are one phase
  /// of it, each with weights of its own; without `phase` all of them come from one convolution, as stride *
  /// stride times the input's channels (with stride 1 there is but one). Kernels::unshuffle puts them in
  /// place. h, w: of the input. `y` of the result has no memory yet.
  static Shape input_gradient(const View& gy, int channels, int h, int w, const Geometry& geometry,
                              std::optional<Phase> phase, Precision precision);

 private:
  struct Primitive;
  void write(const Numbers& numbers, const std::vector<std::int64_t>& by_output,
             const std::vector<std::vector<std::int64_t>>& by_place_and_input);

  Precision precision_;
  std::unique_ptr<Primitive> primitive_;
  void* weights_ = nullptr;
  float* bias_ = nullptr;
  float* floors_ = nullptr;
  // Where an element of the packed weights lies: the sum of one number for each of its indices.
  std::vector<std::int64_t> output_offset_, input_offset_, place_offset_;
  int kernel_w_ = 1;
};

}  // namespace birddream::plan
