#include "net/inception_v4.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "net/inception_v4_layout.h"
#include "net/layers.h"
#include "net/tap_collector.h"

namespace birddream::net {
namespace {

constexpr double epsilon = 1e-3;  // timm's norm_kwargs for this network
constexpr double momentum = 0.1;
constexpr int features = 1536;
constexpr int smallest_side = 75;  // below, the last reduction has nothing to reduce

/// Convolution, BatchNorm (folded into it, or apart), ReLU.
class Layer {
 public:
  Layer(StateReader& state, const LayerPlan& plan, BatchNorm batch_norm) {
    const Padding padding{plan.padded ? plan.height / 2 : 0, plan.padded ? plan.width / 2 : 0};
    const at::Tensor kernel =
        state.take(plan.name + ".conv.weight", {plan.out, plan.in, plan.height, plan.width});
    const std::string bn = plan.name + ".bn.";
    weight_ = state.take(bn + "weight", {plan.out});
    bias_ = state.take(bn + "bias", {plan.out});
    const bool trained = kernel.requires_grad() || weight_.requires_grad() || bias_.requires_grad();
    const auto statistics = [&](const char* name) {
      return trained ? state.share(bn + name, {plan.out}) : state.take(bn + name, {plan.out});
    };
    mean_ = statistics("running_mean");
    variance_ = statistics("running_var");
    trained_ = trained;
    if (trained || batch_norm == BatchNorm::apart) {
      convolution_ = Convolution(kernel, {}, plan.stride, padding);
      return;
    }
    const at::Tensor factor = weight_ / at::sqrt(variance_ + epsilon);
    convolution_ =
        Convolution(kernel * factor.view({-1, 1, 1, 1}), bias_ - mean_ * factor, plan.stride, padding);
    weight_ = bias_ = mean_ = variance_ = at::Tensor();
  }

  at::Tensor operator()(const at::Tensor& x, const ForwardOptions& options) const {
    at::Tensor y = convolution_(x);
    if (weight_.defined()) {
      y = at::batch_norm(y, weight_, bias_, mean_, variance_, options.training && trained_, momentum, epsilon,
                         /*cudnn_enabled=*/true);
    }
    return relu(y, options.redirect_relu);
  }

  bool folded() const { return !weight_.defined(); }
  const Convolution& convolution() const { return convolution_; }

 private:
  Convolution convolution_;
  at::Tensor weight_, bias_, mean_, variance_;  // of BatchNorm; undefined once folded
  bool trained_ = false;
};

struct Branch {
  BranchPlan::Pool pool;
  std::vector<Layer> chain;
  std::vector<Layer> fork;
};

at::Tensor pooled(BranchPlan::Pool pool, const at::Tensor& x) {
  switch (pool) {
    case BranchPlan::Pool::average:
      return at::avg_pool2d(x, {3, 3}, {1, 1}, {1, 1}, /*ceil_mode=*/false, /*count_include_pad=*/false);
    case BranchPlan::Pool::max_halving:
      return at::max_pool2d(x, {3, 3}, {2, 2});
    case BranchPlan::Pool::none:
      break;
  }
  return x;
}

at::Tensor run(const std::vector<Branch>& branches, const at::Tensor& x, const ForwardOptions& options) {
  std::vector<at::Tensor> parts;
  for (const Branch& branch : branches) {
    at::Tensor y = pooled(branch.pool, x);
    for (const Layer& layer : branch.chain) y = layer(y, options);
    if (branch.fork.empty()) parts.push_back(y);
    for (const Layer& layer : branch.fork) parts.push_back(layer(y, options));
  }
  return parts.size() == 1 ? parts[0] : at::cat(parts, 1);
}

class InceptionV4 final : public Network {
 public:
  InceptionV4(StateReader& state, at::Device device, BatchNorm batch_norm) : device_(device) {
    const auto layers = [&](const std::vector<LayerPlan>& plans) {
      std::vector<Layer> made;
      for (const LayerPlan& plan : plans) made.emplace_back(state, plan, batch_norm);
      return made;
    };
    for (const BlockPlan& plan : inception_v4_layout()) {
      std::vector<Branch> branches;
      for (const BranchPlan& branch : plan.branches)
        branches.push_back({branch.pool, layers(branch.chain), layers(branch.fork)});
      blocks_.push_back(std::move(branches));
      taps_.push_back({plan.tap, plan.channels});
    }
    weight_ = state.take("last_linear.weight", {-1, features});
    bias_ = state.take("last_linear.bias", {weight_.size(0)});
    taps_.push_back({"pool", features});
    taps_.push_back({std::string(logits_tap), classes()});
  }

  std::span<const Tap> taps() const override { return taps_; }
  int classes() const override { return static_cast<int>(weight_.size(0)); }
  at::Device device() const override { return device_; }

  Activations forward(const at::Tensor& image, const std::set<std::string>& wanted,
                      ForwardOptions options) const override {
    TORCH_CHECK(image.dim() == 4 && image.size(1) == 3, "an image is N x 3 x H x W, not ", image.sizes());
    TORCH_CHECK(image.size(2) >= smallest_side && image.size(3) >= smallest_side,
                "Inception-v4 needs pictures of at least ", smallest_side, " px, this one is ", image.size(3),
                " x ", image.size(2));
    TapCollector collector(taps_, wanted);
    if (wanted.empty()) return {};
    at::Tensor x = image * 2 - 1;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      x = run(blocks_[i], x, options);
      if (collector.reached(taps_[i].name, x)) return collector.take();
    }
    x = x.mean({2, 3}, /*keepdim=*/true);
    if (collector.reached("pool", x)) return collector.take();
    x = x.flatten(1);
    if (options.dropout > 0) x = at::dropout(x, options.dropout, /*train=*/true);
    collector.reached(std::string(logits_tap), at::linear(x, weight_, bias_));
    return collector.take();
  }

  at::Tensor class_weights() const override { return weight_; }

  std::optional<Graph> graph() const override {
    using Op = Graph::Op;
    if (weight_.requires_grad() || !device_.is_cpu()) return std::nullopt;
    Graph graph;
    graph.smallest_side = smallest_side;
    graph.scale.fill(2);
    graph.shift.fill(-1);
    bool folded = true;
    const auto convolve = [&](const Layer& layer, int x) {
      folded = folded && layer.folded();
      const Convolution& c = layer.convolution();
      return graph.add({Op::convolution, {x}, {}, c.weight, c.bias, c.stride, c.padding});
    };
    const auto pool = [&](BranchPlan::Pool kind, int x) {
      if (kind == BranchPlan::Pool::average) return graph.add({Op::average_pool, {x}});
      if (kind == BranchPlan::Pool::max_halving) return graph.add({Op::max_pool, {x}, {}, {}, {}, 2});
      return x;
    };
    int x = graph.add({});
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      std::vector<int> parts;
      for (const Branch& branch : blocks_[i]) {
        int y = pool(branch.pool, x);
        for (const Layer& layer : branch.chain) y = convolve(layer, y);
        if (branch.fork.empty()) parts.push_back(y);
        for (const Layer& layer : branch.fork) parts.push_back(convolve(layer, y));
      }
      x = parts.size() == 1 ? parts[0] : graph.add({Op::concat, parts});
      graph.nodes[static_cast<std::size_t>(x)].tap = taps_[i].name;
    }
    x = graph.add({Op::global_mean, {x}, "pool"});
    graph.add({Op::linear, {x}, std::string(logits_tap), weight_, bias_});
    if (!folded) return std::nullopt;
    return graph;
  }

 private:
  at::Device device_;
  std::vector<std::vector<Branch>> blocks_;
  at::Tensor weight_, bias_;  // of the classifier
  std::vector<Tap> taps_;
};

}  // namespace

Result<std::shared_ptr<const Network>> make_inception_v4(StateReader& state, at::Device device,
                                                         BatchNorm batch_norm) {
  const at::NoGradGuard frozen;
  auto network = std::make_shared<InceptionV4>(state, device, batch_norm);
  if (const Status complete = state.finish(); !complete) return complete.error();
  return std::shared_ptr<const Network>(std::move(network));
}

}  // namespace birddream::net
