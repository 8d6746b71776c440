#include "net/blend.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace birddream::net {

Result<StateDict> blend(std::span<const BlendPart> parts) {
  double sum = 0;
  for (const BlendPart& part : parts) sum += std::max(0.0, part.share);
  if (!(sum > 0)) return Error{"A blend needs weights with shares above 0."};
  StateDict mean;
  for (const auto& [name, tensor] : *parts.front().weights) mean[name] = at::zeros_like(tensor);
  for (const BlendPart& part : parts) {
    if (part.weights->size() != mean.size())
      return Error{"These weights are not of one architecture and cannot be blended."};
    for (auto& [name, tensor] : mean) {
      const auto found = part.weights->find(name);
      if (found == part.weights->end() || found->second.sizes() != tensor.sizes())
        return Error{"'" + name + "' differs in shape or is missing, so these weights cannot be blended."};
      tensor.add_(found->second, std::max(0.0, part.share) / sum);
    }
  }
  return mean;
}

}  // namespace birddream::net
