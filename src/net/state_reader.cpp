#include "net/state_reader.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <cmath>
#include <functional>

#include "checkpoint/quantise.h"

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

/// at::isfinite() makes four tensors of it, which for all of a network's weights a user waits for.
bool all_finite(const at::Tensor& tensor) {
  if (!tensor.is_cpu() || tensor.scalar_type() != at::kFloat || !tensor.is_non_overlapping_and_dense())
    return at::isfinite(tensor).all().item<bool>();
  return checkpoint::all_finite({tensor.const_data_ptr<float>(), static_cast<std::size_t>(tensor.numel())});
}

}  // namespace

const at::Tensor* StateReader::find(const std::string& name, const std::vector<std::int64_t>& shape) {
  taken_.insert(name);
  const auto found = state_->find(name);
  std::string problem;
  if (found == state_->end()) {
    problem = "the weights have no tensor '" + name + "'";
  } else if (!fits(found->second, shape)) {
    problem = "tensor '" + name + "' is " + text_of(found->second.sizes().vec()) + ", this network needs " +
              text_of(shape);
  } else if (!all_finite(found->second)) {
    problem = "tensor '" + name + "' holds a value that is not a finite number";
  } else {
    return &found->second;
  }
  if (problem_.empty()) problem_ = problem;
  return nullptr;
}

at::Tensor StateReader::make(const std::string& name, const std::vector<std::int64_t>& shape) {
  std::vector<std::int64_t> sides = shape;
  for (std::int64_t& side : sides) side = side < 0 ? classes_ : side;
  at::Tensor tensor = at::zeros(sides, at::kFloat);
  if (sides.size() >= 2) {
    const double inputs = static_cast<double>(tensor.numel()) / static_cast<double>(sides[0]);
    tensor.normal_(0, std::sqrt(2 / inputs),
                   at::detail::createCPUGenerator(seed_ ^ std::hash<std::string>{}(name)));
  } else if (name.ends_with(".weight") || name.ends_with(".running_var")) {
    tensor.fill_(1);
  }
  made_[name] = tensor;
  return tensor;
}

at::Tensor StateReader::take(const std::string& name, const std::vector<std::int64_t>& shape) {
  if (state_ == nullptr) return make(name, shape);
  const at::Tensor* found = find(name, shape);
  if (found == nullptr) {  // a stand-in: the caller never gets to run with it
    std::vector<std::int64_t> ones = shape;
    for (std::int64_t& side : ones) side = side < 0 ? 1 : side;
    return at::zeros(ones, at::kFloat);
  }
  if (found->requires_grad()) return *found;  // being trained: shared, see network.h
  if (share_) return found->detach().to(device_, at::kFloat);
  // Else a copy: a network must not change when its caller changes the weights.
  return found->detach().to(device_, at::kFloat, /*non_blocking=*/false, /*copy=*/true).contiguous();
}

at::Tensor StateReader::share(const std::string& name, const std::vector<std::int64_t>& shape) {
  if (state_ == nullptr) return make(name, shape);
  const at::Tensor* found = find(name, shape);
  return found != nullptr ? *found : at::zeros(shape, at::kFloat);
}

Status StateReader::finish() const {
  if (!problem_.empty()) return Error{problem_ + "."};
  if (state_ == nullptr) return {};
  for (const auto& [name, tensor] : *state_) {
    if (!taken_.contains(name) && !name.ends_with(".num_batches_tracked"))
      return Error{"the weights hold a tensor '" + name + "' that this network does not have."};
  }
  return {};
}

}  // namespace birddream::net
