#include "net/tap_collector.h"

#include <c10/util/Exception.h>

#include <algorithm>

namespace birddream::net {

TapCollector::TapCollector(std::span<const Tap> known, const std::set<std::string>& wanted)
    : wanted_(wanted) {
  for (const std::string& name : wanted) {
    TORCH_CHECK(std::any_of(known.begin(), known.end(), [&](const Tap& tap) { return tap.name == name; }),
                "unknown tap ", name);
  }
}

bool TapCollector::reached(const std::string& name, const at::Tensor& value) {
  if (wanted_.contains(name)) found_[name] = value;
  return found_.size() == wanted_.size();
}

}  // namespace birddream::net
