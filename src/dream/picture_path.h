#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "dream/picture_codec.h"
#include "dream/picture_kernels.h"
#include "dream/view.h"
#include "recipe/params.h"

namespace birddream::dream {

/// The gradient of a picture's values and what is asked of it.
struct ValuesGradient {
  at::Tensor values;  ///< shaped as the values; lives until the next one is made
  double norm = 0;    ///< L2; not finite where any number is not
  double mean_magnitude = 0;
};

/// The way from a picture's values to what the network sees, and back, by hand: what decode() and
/// apply_view() are with autograd, but for rounding, many times faster. CPU, float32. Memory is taken once a
/// size. One thread at a time; the work is shared among plan::thread_count(). Same input and threads: same
/// bytes.
class PicturePath {
 public:
  /// What is to come is of this size and of these parameters' decoding. Nothing is done where that was so.
  void prepare(Size size, const recipe::DreamParams& params);

  /// decode(): a tensor of its own; the values themselves where they are pixels. values: contiguous.
  at::Tensor decode(const at::Tensor& values);
  /// apply_view() of what was decoded last. Lives until the next call.
  const at::Tensor& show(const View& view, recipe::Border border, int pad);
  /// From the gradient with respect to what was shown last (its shape) to that of the values.
  ValuesGradient backward(const at::Tensor& shown);

  /// blur_values() of spectra, in place. `values`: contiguous.
  void blur(at::Tensor& values, float sigma) const;

 private:
  /// What decode() depends on.
  struct Kind {
    Size size;
    recipe::Parametrisation parametrisation = recipe::Parametrisation::pixel;
    float decay = 0, contrast = 0;
    bool decorrelate = false;
    bool operator==(const Kind&) const = default;
  };
  long plane() const { return static_cast<long>(kind_.size.width) * kind_.size.height; }
  std::vector<const float*> pixels_backward(const at::Tensor& shown);

  Kind kind_;
  std::vector<float> matrix_;  // of the colours, row by row
  // Per row of a spectrum, each factor twice (real, imaginary): H x (W/2+1) x 2.
  at::Tensor
      forward_scale_;  // from values to what the inverse transform takes, contrast and 1/(H W) included
  at::Tensor backward_scale_;  // the same times how often a coefficient occurs in the whole spectrum
  at::Tensor spectrum_;        // 1 x 3 x H x (W/2+1) x 2
  at::Tensor pixels_;          // H x W x 4
  at::Tensor picture_;         // decoded last
  at::Tensor shown_;
  Sampling sampling_;               // of what was shown last
  std::vector<at::Tensor> strips_;  // the pixels' gradient, a buffer for each thread
  at::Tensor inner_;                // 1 x 3 x H x W, the gradient in front of sigmoid and colours
  at::Tensor gradient_;
};

}  // namespace birddream::dream
