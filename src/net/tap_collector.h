#pragma once

#include <ATen/core/Tensor.h>

#include <set>
#include <span>
#include <string>

#include "net/network.h"

namespace birddream::net {

/// Gathers what a forward pass was asked for, and tells it when it may stop.
class TapCollector {
 public:
  /// Throws (c10::Error) when `wanted` names a tap that is not among `known`: callers check names first.
  TapCollector(std::span<const Tap> known, const std::set<std::string>& wanted);

  /// True when everything wanted has been reached.
  bool reached(const std::string& name, const at::Tensor& value);
  Activations take() { return std::move(found_); }

 private:
  const std::set<std::string>& wanted_;
  Activations found_;
};

}  // namespace birddream::net
