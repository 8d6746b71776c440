#include "gpu/on_device.h"

#include <utility>

namespace birddream::gpu {
namespace {

class NetworkOnDevice final : public net::Network {
 public:
  explicit NetworkOnDevice(Split split) : split_(std::move(split)) {}

  std::span<const net::Tap> taps() const override { return network().taps(); }
  int classes() const override { return network().classes(); }
  at::Device device() const override { return network().device(); }
  at::Tensor class_weights() const override { return network().class_weights(); }
  std::optional<net::Graph> graph() const override { return network().graph(); }
  std::optional<net::GraphBlend> graphs() const override { return network().graphs(); }
  net::Activations forward(const at::Tensor& image, const std::set<std::string>& wanted,
                           net::ForwardOptions options) const override {
    return network().forward(image, wanted, options);
  }
  const Split& parts() const { return split_; }

 private:
  const net::Network& network() const { return *split_.network; }
  Split split_;
};

}  // namespace

std::shared_ptr<const net::Network> on_device(std::shared_ptr<const net::Network> network,
                                              std::shared_ptr<const Device> device) {
  if (!device || !network->graphs()) return network;
  return std::make_shared<NetworkOnDevice>(Split{std::move(network), std::move(device)});
}

Split split(const std::shared_ptr<const net::Network>& network) {
  const auto* const both = dynamic_cast<const NetworkOnDevice*>(network.get());
  return both != nullptr ? both->parts() : Split{network, nullptr};
}

}  // namespace birddream::gpu
