#include "train/measure.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "data/batch.h"
#include "train/loss.h"
#include "train/precision.h"

namespace birddream::train {
namespace {

constexpr int batch_size = 32;

}  // namespace

Measure measure(const net::Network& network, data::PhotoReader& reader, const data::PhotoSet& set,
                std::span<const int> among, int side, bool bf16, const std::function<bool(int)>& progress) {
  const at::NoGradGuard no_grad;
  Measure result;
  result.right_by_class.resize(set.classes.size());
  result.count_by_class.resize(set.classes.size());
  const auto total = static_cast<int>(among.size());
  const auto batches = data::measuring_batches(reader, set, among, side, batch_size, 1);
  const std::string tap(net::logits_tap);
  double loss = 0, top1 = 0, top5 = 0;
  for (int done = 0; done < total; done += batch_size) {
    data::Batch batch = batches->next();
    const auto count = static_cast<std::int64_t>(batch.species.size());
    if (count == 0) continue;
    const at::Tensor images = at::from_blob(batch.pixels.data(), {count, 3, side, side}).to(network.device());
    const at::Tensor species = at::from_blob(batch.species.data(), {count}, at::kLong);
    at::Tensor logits;
    {
      const Bfloat16Scope precision(network.device(), bf16);
      logits = network.forward(images, {tap}).at(tap);
    }
    logits = logits.to(at::kCPU, at::kFloat);
    loss += cross_entropy(logits, species, 0).item<double>() * static_cast<double>(count);
    const at::Tensor best = std::get<1>(logits.topk(std::min<std::int64_t>(5, logits.size(1)), 1));
    const at::Tensor hits = best.eq(species.unsqueeze(1));
    const at::Tensor first = hits.select(1, 0).contiguous();
    top1 += first.sum().item<double>();
    top5 += hits.any(1).sum().item<double>();
    for (std::int64_t i = 0; i < count; ++i) {
      const auto one = static_cast<std::size_t>(batch.species[static_cast<std::size_t>(i)]);
      ++result.count_by_class[one];
      result.right_by_class[one] += first[i].item<bool>() ? 1 : 0;
    }
    result.photos += static_cast<int>(count);
    if (progress && !progress(std::min(done + batch_size, total))) break;
  }
  if (result.photos > 0) {
    result.loss = loss / result.photos;
    result.top1 = top1 / result.photos;
    result.top5 = top5 / result.photos;
  }
  return result;
}

}  // namespace birddream::train
