#include "train/loss.h"

#include <ATen/ATen.h>

namespace birddream::train {

at::Tensor cross_entropy(const at::Tensor& logits, const at::Tensor& species, double smoothing) {
  return at::cross_entropy_loss(logits.to(at::kFloat), species, {}, at::Reduction::Mean, -100, smoothing);
}

at::Tensor distillation_loss(const at::Tensor& logits, const at::Tensor& teacher, double temperature) {
  const at::Tensor own = at::log_softmax(logits.to(at::kFloat) / temperature, 1);
  const at::Tensor said = at::log_softmax(teacher.to(at::kFloat) / temperature, 1);
  return (said.exp() * (said - own)).sum(1).mean() * (temperature * temperature);
}

}  // namespace birddream::train
