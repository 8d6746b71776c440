#include <array>

#include "base/text.h"
#include "net/googlenet.h"
#include "net/network.h"

namespace birddream::net {
namespace {

struct Architecture {
  std::string_view name;
  Result<std::shared_ptr<const Network>> (*make)(const StateDict&, at::Device);
};

// A new architecture is one file and one line here.
constexpr std::array<Architecture, 1> registry = {{
    {"googlenet", make_googlenet},
}};

}  // namespace

std::vector<std::string> architectures() {
  std::vector<std::string> names;
  names.reserve(registry.size());
  for (const Architecture& architecture : registry) names.emplace_back(architecture.name);
  return names;
}

Result<std::shared_ptr<const Network>> make_network(std::string_view architecture, const StateDict& weights,
                                                    at::Device device) try {
  for (const Architecture& known : registry) {
    if (known.name == architecture) return known.make(weights, device);
  }
  const auto names = architectures();
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return Error{"Unknown architecture '" + std::string(architecture) + "'. Known: " + list + "." +
               did_you_mean(similar_names(architecture, names, 1))};
} catch (const std::exception& problem) {  // out of memory, or the device answered with an error
  const std::string text = problem.what();
  return Error{"The network could not be set up on " + device.str() + ": " + text.substr(0, text.find('\n'))};
}

}  // namespace birddream::net
