#include "train/train_step.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/autograd.h>

#include <cmath>

#include "base/random.h"
#include "train/attack.h"
#include "train/loss.h"
#include "train/precision.h"

namespace birddream::train {
namespace {

/// A draw from Beta(alpha, alpha), alpha in (0, 1]: Joehnk's method (1964).
double beta_share(double alpha, Random& random) {
  while (true) {
    const double x = std::pow(random.uniform(0, 1), 1 / alpha), y = std::pow(random.uniform(0, 1), 1 / alpha);
    if (x + y > 0 && x + y <= 1) return x / (x + y);
  }
}

at::Tensor heard(std::span<const std::shared_ptr<const net::Network>> teachers, const at::Tensor& images,
                 double temperature) {
  const at::NoGradGuard no_grad;
  const std::string tap(net::logits_tap);
  std::vector<at::Tensor> logits;
  for (const auto& teacher : teachers) logits.push_back(teacher->forward(images, {tap}).at(tap));
  return softened(logits, temperature);
}

}  // namespace

StepResult train_step(const StepContext& context, data::Batch& batch, std::int64_t step, double share) {
  const TrainParams& params = context.params;
  // Dropout and the attack's start depend on the step alone, not on what came before it.
  Random seeds(params.seed + 2,
               static_cast<std::uint64_t>(step * context.ranks.count() + context.ranks.rank()));
  at::manual_seed(seeds.bits());
  const auto count = static_cast<std::int64_t>(batch.species.size());
  const at::Device device = context.network.device();
  at::Tensor images = at::from_blob(batch.pixels.data(), {count, 3, batch.side, batch.side})
                          .to(device)
                          .contiguous(at::MemoryFormat::ChannelsLast);
  const at::Tensor species = at::from_blob(batch.species.data(), {count}, at::kLong).to(device);
  const std::string tap(net::logits_tap);
  StepResult result;
  at::Tensor loss;
  // Mixup (Zhang et al. 2018): each picture with the one at the other end of the batch.
  const double first = params.mixup > 0 ? beta_share(params.mixup, seeds) : 1;
  {
    const Bfloat16Scope precision(device, params.bf16);
    if (params.attack.eps > 0) images = attacked(context.network, images, species, params.attack);
    if (first < 1) images = images * first + images.flip(0) * (1 - first);
    const at::Tensor logits =
        context.network
            .forward(images, {tap}, {.redirect_relu = false, .training = true, .dropout = params.dropout})
            .at(tap);
    const at::Tensor weighed = context.prior.defined() ? logits + context.prior : logits;
    loss = cross_entropy(weighed, species, params.label_smoothing);
    if (first < 1)
      loss = loss * first + cross_entropy(weighed, species.flip(0), params.label_smoothing) * (1 - first);
    if (!context.teachers.empty()) {
      const Distillation& how = params.distillation;
      const at::Tensor said = heard(context.teachers, images, how.temperature);
      loss = loss * (1 - how.weight) + distillation_loss(logits, said, how.temperature) * how.weight;
    }
    result.right = logits.detach().argmax(1).eq(species).sum().item<int>();
  }
  loss.backward();
  std::vector<at::Tensor> shared = context.optimiser.gradients();
  shared.insert(shared.end(), context.statistics.begin(), context.statistics.end());
  context.ranks.average(shared);
  context.optimiser.step(share);
  result.loss = loss.item<double>();
  result.count = static_cast<int>(count);
  return result;
}

}  // namespace birddream::train
