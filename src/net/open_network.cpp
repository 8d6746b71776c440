#include "net/open_network.h"

#include "checkpoint/script_model.h"
#include "net/script_network.h"
#include "net/weights.h"

namespace birddream::net {

Result<OpenedNetwork> open_network(std::string_view architecture, const std::filesystem::path& file,
                                   at::Device device) {
  if (architecture == checkpoint::script_architecture) {
    auto network = load_script_network(file, device);
    if (!network) return network.error();
    auto fingerprint = checkpoint::script_fingerprint(file);
    if (!fingerprint) return fingerprint.error();
    return OpenedNetwork{std::move(network).value(), std::move(fingerprint).value()};
  }
  auto weights = load_weights(file);
  if (!weights) return weights.error();
  auto network = make_network(architecture, weights->tensors, device);
  if (!network) return Error{file.string() + ": " + network.error().message};
  return OpenedNetwork{std::move(network).value(), std::move(weights->fingerprint)};
}

}  // namespace birddream::net
