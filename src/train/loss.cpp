#include "train/loss.h"

#include <ATen/ATen.h>

namespace birddream::train {

at::Tensor cross_entropy(const at::Tensor& logits, const at::Tensor& species, double smoothing) {
  return at::cross_entropy_loss(logits.to(at::kFloat), species, {}, at::Reduction::Mean, -100, smoothing);
}

at::Tensor softened(const std::vector<at::Tensor>& logits, double temperature) {
  at::Tensor said = at::softmax(logits.front().to(at::kFloat) / temperature, 1);
  for (std::size_t i = 1; i < logits.size(); ++i)
    said = said + at::softmax(logits[i].to(at::kFloat) / temperature, 1);
  return said / static_cast<double>(logits.size());
}

at::Tensor distillation_loss(const at::Tensor& logits, const at::Tensor& said, double temperature) {
  const at::Tensor own = at::log_softmax(logits.to(at::kFloat) / temperature, 1);
  return (at::xlogy(said, said) - said * own).sum(1).mean() * (temperature * temperature);
}

}  // namespace birddream::train
