#include <array>

#include "base/text.h"
#include "net/googlenet.h"
#include "net/inception_v4.h"
#include "net/network.h"

namespace birddream::net {
namespace {

struct Architecture {
  std::string_view name;
  std::string_view classifier;
  bool linear;
  bool bfloat16;
  Result<std::shared_ptr<const Network>> (*make)(StateReader&, at::Device);
};

// A new architecture is one file and one line here.
constexpr std::array<Architecture, 2> registry = {{
    {"googlenet", "loss3.classifier", true, true, make_googlenet},
    {"inception_v4", "last_linear", false, false,
     [](StateReader& state, at::Device device) { return make_inception_v4(state, device); }},
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

namespace {

Result<std::shared_ptr<const Network>> make(std::string_view architecture, const StateDict& weights,
                                            at::Device device, bool share) try {
  const auto known = find_architecture(architecture);
  if (!known) return known.error();
  StateReader state(weights, device, share);
  return known->make(state, device);
} catch (const std::exception& problem) {  // out of memory, or the device answered with an error
  return Error{"The network could not be set up on " + device.str() + ": " + first_line(problem.what())};
}

}  // namespace

Result<std::shared_ptr<const Network>> make_network(std::string_view architecture, const StateDict& weights,
                                                    at::Device device) {
  return make(architecture, weights, device, false);
}

Result<std::shared_ptr<const Network>> make_network_sharing(std::string_view architecture,
                                                            const StateDict& weights, at::Device device) {
  return make(architecture, weights, device, true);
}

bool is_linear(std::string_view architecture) {
  const auto known = find_architecture(architecture);
  return known && known->linear;
}

bool keeps_its_gradient_in_bfloat16(std::string_view architecture) {
  const auto known = find_architecture(architecture);
  return known && known->bfloat16;
}

Result<StateDict> random_weights(std::string_view architecture, int classes, std::uint64_t seed) {
  const auto known = find_architecture(architecture);
  if (!known) return known.error();
  StateReader state(seed, classes);
  if (const auto network = known->make(state, at::kCPU); !network) return network.error();
  return std::move(state).made();
}

}  // namespace birddream::net
