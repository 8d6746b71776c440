#include <array>

#include "base/text.h"
#include "net/googlenet.h"
#include "net/network.h"

namespace birddream::net {
namespace {

struct Architecture {
  std::string_view name;
  std::string_view classifier;
  Result<std::shared_ptr<const Network>> (*make)(const StateDict&, at::Device);
};

// A new architecture is one file and one line here.
constexpr std::array<Architecture, 1> registry = {{
    {"googlenet", "loss3.classifier", make_googlenet},
}};

}  // namespace

std::vector<std::string> architectures() {
  std::vector<std::string> names;
  names.reserve(registry.size());
  for (const Architecture& architecture : registry) names.emplace_back(architecture.name);
  return names;
}

namespace {

Result<Architecture> find_architecture(std::string_view name) {
  for (const Architecture& known : registry) {
    if (known.name == name) return known;
  }
  const auto names = architectures();
  std::string list;
  for (const std::string& known : names) list += (list.empty() ? "" : ", ") + known;
  return Error{"Unknown architecture '" + std::string(name) + "'. Known: " + list + "." +
               did_you_mean(similar_names(name, names, 1))};
}

}  // namespace

Result<std::string> classifier_name(std::string_view architecture) {
  const auto known = find_architecture(architecture);
  if (!known) return known.error();
  return std::string(known->classifier);
}

Result<std::shared_ptr<const Network>> make_network(std::string_view architecture, const StateDict& weights,
                                                    at::Device device) try {
  const auto known = find_architecture(architecture);
  if (!known) return known.error();
  return known->make(weights, device);
} catch (const std::exception& problem) {  // out of memory, or the device answered with an error
  const std::string text = problem.what();
  return Error{"The network could not be set up on " + device.str() + ": " + text.substr(0, text.find('\n'))};
}

}  // namespace birddream::net
