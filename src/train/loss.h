#pragma once

#include <ATen/core/Tensor.h>

namespace birddream::train {

/// Mean cross entropy with smoothed labels (Szegedy et al. 2016). `logits`: N x classes, any float type;
/// `species`: N, int64. A scalar, float32.
at::Tensor cross_entropy(const at::Tensor& logits, const at::Tensor& species, double smoothing);

/// Mean Kullback-Leibler divergence from the teacher's softened distribution, times temperature squared
/// (Hinton et al. 2015). Both N x classes. A scalar, float32.
at::Tensor distillation_loss(const at::Tensor& logits, const at::Tensor& teacher, double temperature);

}  // namespace birddream::train
