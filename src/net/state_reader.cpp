#include "net/state_reader.h"

#include <ATen/ATen.h>

namespace birddream::net {
namespace {

std::string text_of(const std::vector<std::int64_t>& shape) {
  std::string text;
  for (const std::int64_t side : shape)
    text += (text.empty() ? "" : " x ") + (side < 0 ? std::string("any") : std::to_string(side));
  return text;
}

bool fits(const at::Tensor& tensor, const std::vector<std::int64_t>& shape) {
  if (tensor.dim() != static_cast<std::int64_t>(shape.size())) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::int64_t side = tensor.size(static_cast<std::int64_t>(i));
    if (side < 1 || (shape[i] >= 0 && side != shape[i])) return false;
  }
  return true;
}

}  // namespace

at::Tensor StateReader::take(const std::string& name, const std::vector<std::int64_t>& shape) {
  const auto found = state_.find(name);
  std::string problem;
  if (found == state_.end()) {
    problem = "the weights have no tensor '" + name + "'";
  } else if (!fits(found->second, shape)) {
    problem = "tensor '" + name + "' is " + text_of(found->second.sizes().vec()) + ", this network needs " +
              text_of(shape);
  } else if (!at::isfinite(found->second).all().item<bool>()) {
    problem = "tensor '" + name + "' holds a value that is not a finite number";
  }
  taken_.insert(name);
  if (!problem.empty()) {
    if (problem_.empty()) problem_ = problem;
    std::vector<std::int64_t> ones = shape;
    for (std::int64_t& side : ones) side = side < 0 ? 1 : side;
    return at::zeros(ones, at::kFloat);  // a stand-in: the caller never gets to run with it
  }
  if (found->second.requires_grad()) return found->second;  // being trained: shared, see network.h
  // Else a copy: a network must not change when its caller changes the weights.
  return found->second.detach().to(device_, at::kFloat, /*non_blocking=*/false, /*copy=*/true).contiguous();
}

Status StateReader::finish() const {
  if (!problem_.empty()) return Error{problem_ + "."};
  for (const auto& [name, tensor] : state_) {
    if (!taken_.contains(name))
      return Error{"the weights hold a tensor '" + name + "' that this network does not have."};
  }
  return {};
}

}  // namespace birddream::net
