#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace birddream::train {

/// Mean cross entropy with smoothed labels (Szegedy et al. 2016). `logits`: N x classes, any float type;
/// `species`: N, int64. A scalar, float32.
at::Tensor cross_entropy(const at::Tensor& logits, const at::Tensor& species, double smoothing);

/// What teachers say together: the mean of their softened distributions. `logits`: one tensor a teacher, N x
/// classes; not empty. N x classes, float32, rows sum to 1.
at::Tensor softened(const std::vector<at::Tensor>& logits, double temperature);

/// Mean Kullback-Leibler divergence from a softened distribution, times temperature squared (Hinton et al.
/// 2015). Both N x classes, `said` as softened() gives it. A scalar, float32.
at::Tensor distillation_loss(const at::Tensor& logits, const at::Tensor& said, double temperature);

}  // namespace birddream::train
