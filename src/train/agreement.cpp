#include "train/agreement.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <span>
#include <vector>

#include "checkpoint/fingerprint.h"

namespace birddream::train {

bool all_agree(Ranks& ranks, std::string_view mine) {
  const std::uint64_t hash = checkpoint::xxh64(std::as_bytes(std::span(mine.data(), mine.size())));
  // A byte a float: small whole numbers are summed exactly, and their mean is each of them only if all agree.
  constexpr int bytes = 8;
  at::Tensor digits = at::empty({bytes}, at::kFloat);
  for (int i = 0; i < bytes; ++i) digits[i] = static_cast<float>((hash >> (8 * i)) & 0xFFU);
  std::vector<at::Tensor> mean = {digits.clone()};
  ranks.average(mean);
  return !ranks.any(!at::equal(mean[0], digits));
}

}  // namespace birddream::train
