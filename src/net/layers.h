#pragma once

#include <ATen/core/Tensor.h>

namespace birddream::net {

/// Zeros around a picture, px.
struct Padding {
  int height = 0;
  int width = 0;
};

/// Convolution with bias. Its weights are kept channels-last, which makes its output and all that follows
/// channels-last too: a step of GoogLeNet then takes about three quarters of the time on two cores (measured
/// at 128 and 224 px).
struct Convolution {
  Convolution() = default;
  /// `weights`: O x I x height x width, any layout; `biases`: O, or undefined.
  Convolution(const at::Tensor& weights, at::Tensor biases, int stride = 1, Padding padding = {});

  at::Tensor operator()(const at::Tensor& x) const;

  at::Tensor weight;
  at::Tensor bias;
  int stride = 1;
  Padding padding;
};

/// max(x, 0) of an N x C x H x W tensor. With `redirect`, those pictures of the batch to whose `x` no
/// gradient at all would pass get another one: it passes where a unit is silent (x <= 0) and it would raise
/// it. That is Lucid's redirected ReLU with the sign turned: what is differentiated here is to be maximised.
at::Tensor relu(const at::Tensor& x, bool redirect);

/// 3x3 stride 2 max pooling in ceil mode, as Caffe rounds.
at::Tensor max_pool_ceil(const at::Tensor& x);

/// The alpha of Krizhevsky et al. and of Caffe's networks; plans and the GPU's kernels know this one alone.
inline constexpr double norm_alpha = 1e-4;

/// Local response normalisation across 5 neighbouring channels (Krizhevsky et al. 2012, section 3.3; Caffe's
/// ACROSS_CHANNELS with k = 1 and alpha divided by the window): x * (1 + alpha / 5 * sum x_j^2)^-0.75.
at::Tensor local_response_norm(const at::Tensor& x, double alpha = norm_alpha);

}  // namespace birddream::net
