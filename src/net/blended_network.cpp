#include "net/blended_network.h"

#include <ATen/ATen.h>

#include <mutex>
#include <stdexcept>
#include <utility>

namespace birddream::net {
namespace {

class BlendedNetwork final : public Network {
 public:
  using Make = std::function<Result<std::shared_ptr<const Network>>()>;

  BlendedNetwork(GraphBlend graphs, std::shared_ptr<const Network> like, Make make)
      : graphs_(std::move(graphs)), like_(std::move(like)), make_(std::move(make)) {}

  std::span<const Tap> taps() const override { return like_->taps(); }
  int classes() const override { return like_->classes(); }
  at::Device device() const override { return like_->device(); }
  at::Tensor class_weights() const override {
    const at::Tensor& from = graphs_.from->nodes.back().weight;
    return graphs_.to ? at::lerp(from, graphs_.to->nodes.back().weight, graphs_.share) : from;
  }
  std::optional<Graph> graph() const override { return made().graph(); }
  std::optional<GraphBlend> graphs() const override { return graphs_; }

  Activations forward(const at::Tensor& image, const std::set<std::string>& wanted,
                      ForwardOptions options) const override {
    return made().forward(image, wanted, options);
  }

 private:
  const Network& made() const {
    const std::lock_guard lock(mutex_);
    if (!network_) {
      auto network = make_();
      if (!network) throw std::runtime_error(network.error().message);
      network_ = std::move(network).value();
    }
    return *network_;
  }

  GraphBlend graphs_;
  std::shared_ptr<const Network> like_;
  Make make_;
  mutable std::mutex mutex_;  // guards what follows
  mutable std::shared_ptr<const Network> network_;
};

}  // namespace

std::optional<GraphBlend> Network::graphs() const {
  std::optional<Graph> own = graph();
  if (!own) return std::nullopt;
  return GraphBlend{std::make_shared<const Graph>(std::move(*own))};
}

std::shared_ptr<const Network> blended_network(GraphBlend graphs, std::shared_ptr<const Network> like,
                                               std::function<Result<std::shared_ptr<const Network>>()> make) {
  return std::make_shared<BlendedNetwork>(std::move(graphs), std::move(like), std::move(make));
}

}  // namespace birddream::net
