#include "net/googlenet.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <array>

#include "net/layers.h"
#include "net/state_reader.h"
#include "net/tap_collector.h"

namespace birddream::net {
namespace {

struct Widths {
  const char* name;
  bool pool_before;  ///< a stride 2 pool stands between this block and the one before it
  int in, one, three_reduce, three, five_reduce, five, pool_proj;
};
// Table 1 of the paper.
constexpr std::array<Widths, 9> table = {{
    {"inception_3a", false, 192, 64, 96, 128, 16, 32, 32},
    {"inception_3b", false, 256, 128, 128, 192, 32, 96, 64},
    {"inception_4a", true, 480, 192, 96, 208, 16, 48, 64},
    {"inception_4b", false, 512, 160, 112, 224, 24, 64, 64},
    {"inception_4c", false, 512, 128, 128, 256, 24, 64, 64},
    {"inception_4d", false, 512, 112, 144, 288, 32, 64, 64},
    {"inception_4e", false, 528, 256, 160, 320, 32, 128, 128},
    {"inception_5a", true, 832, 256, 160, 320, 32, 128, 128},
    {"inception_5b", false, 832, 384, 192, 384, 48, 128, 128},
}};
constexpr int features = 1024;
constexpr int smallest_side = 32;
constexpr std::array<float, 3> mean = {123.0F / 255, 117.0F / 255, 104.0F / 255};  // R, G, B

/// A convolution and the name of the tap behind its ReLU.
struct NamedConvolution {
  std::string tap;
  Convolution convolution;
};

struct Block {
  std::string tap;
  bool pool_before = false;
  NamedConvolution one, three_reduce, three, five_reduce, five, pool_proj;
};

/// One forward pass under way: applies layers and hands their results to the taps.
class Pass {
 public:
  Pass(std::span<const Tap> taps, const std::set<std::string>& wanted, bool redirect_relu)
      : collector_(taps, wanted), redirect_relu_(redirect_relu) {}

  at::Tensor convolve(const NamedConvolution& layer, const at::Tensor& x) {
    return show(layer.tap, relu(layer.convolution(x), redirect_relu_));
  }
  at::Tensor show(const std::string& tap, at::Tensor value) {
    done_ = collector_.reached(tap, value);
    return value;
  }
  /// Nothing that is still to come is wanted.
  bool done() const { return done_; }
  Activations take() { return collector_.take(); }

 private:
  TapCollector collector_;
  bool redirect_relu_;
  bool done_ = false;
};

/// The block's output; undefined when the pass is done before that.
at::Tensor run(const Block& block, const at::Tensor& x, Pass& pass) {
  const at::Tensor one = pass.convolve(block.one, x);
  if (pass.done()) return {};
  at::Tensor three = pass.convolve(block.three_reduce, x);
  if (pass.done()) return {};
  three = pass.convolve(block.three, three);
  if (pass.done()) return {};
  at::Tensor five = pass.convolve(block.five_reduce, x);
  if (pass.done()) return {};
  five = pass.convolve(block.five, five);
  if (pass.done()) return {};
  const at::Tensor pool = pass.convolve(block.pool_proj, at::max_pool2d(x, {3, 3}, {1, 1}, {1, 1}));
  if (pass.done()) return {};
  return pass.show(block.tap, at::cat({one, three, five, pool}, 1));
}

class GoogLeNet final : public Network {
 public:
  GoogLeNet(StateReader& state, at::Device device) : device_(device) {
    conv1_ = add(state, "conv1", "conv1.7x7_s2", {3, 64, 7}, 2);
    scaled_ = !conv1_.convolution.weight.requires_grad();
    if (scaled_) absorb_scaling(conv1_.convolution);
    conv2_reduce_ = add(state, "conv2_reduce", "conv2.3x3_reduce", {64, 64, 1});
    conv2_ = add(state, "conv2", "conv2.3x3", {64, 192, 3});
    for (const Widths& w : table) blocks_.push_back(add_block(state, w));
    weight_ = state.take("loss3.classifier.weight", {-1, features});
    bias_ = state.take("loss3.classifier.bias", {weight_.size(0)});
    taps_.push_back({"pool5", features});
    taps_.push_back({std::string(logits_tap), classes()});
    mean_ = at::tensor(mean).view({1, 3, 1, 1}).to(device);
  }

  std::span<const Tap> taps() const override { return taps_; }
  int classes() const override { return static_cast<int>(weight_.size(0)); }
  at::Device device() const override { return device_; }

  Activations forward(const at::Tensor& image, const std::set<std::string>& wanted,
                      ForwardOptions options) const override {
    TORCH_CHECK(image.dim() == 4 && image.size(1) == 3, "an image is N x 3 x H x W, not ", image.sizes());
    TORCH_CHECK(image.size(2) >= smallest_side && image.size(3) >= smallest_side,
                "image too small: ", image.sizes());
    Pass pass(taps_, wanted, options.redirect_relu);
    if (wanted.empty()) return {};
    at::Tensor x = image - mean_;
    if (!scaled_) x = x.flip(1) * 255;
    x = pass.convolve(conv1_, x);
    if (pass.done()) return pass.take();
    x = pass.convolve(conv2_reduce_, local_response_norm(max_pool_ceil(x)));
    if (pass.done()) return pass.take();
    x = pass.convolve(conv2_, x);
    if (pass.done()) return pass.take();
    x = max_pool_ceil(local_response_norm(x));
    for (const Block& block : blocks_) {
      x = run(block, block.pool_before ? max_pool_ceil(x) : x, pass);
      if (pass.done()) return pass.take();
    }
    x = pass.show("pool5", x.mean({2, 3}, /*keepdim=*/true));
    if (pass.done()) return pass.take();
    x = x.flatten(1);
    if (options.dropout > 0) x = at::dropout(x, options.dropout, /*train=*/true);
    pass.show(std::string(logits_tap), at::linear(x, weight_, bias_));
    return pass.take();
  }

  at::Tensor class_weights() const override { return weight_; }

  std::optional<Graph> graph() const override {
    if (!scaled_ || weight_.requires_grad() || !device_.is_cpu()) return std::nullopt;
    using Op = Graph::Op;
    Graph graph;
    graph.smallest_side = smallest_side;
    for (std::size_t c = 0; c < mean.size(); ++c) graph.shift[c] = -mean[c];
    const auto convolve = [&](const NamedConvolution& layer, int x) {
      const Convolution& c = layer.convolution;
      return graph.add({Op::convolution, {x}, layer.tap, c.weight, c.bias, c.stride, c.padding});
    };
    const auto pool = [&](int x) { return graph.add({Op::max_pool, {x}, {}, {}, {}, 2, {}, true}); };
    const auto norm = [&](int x) { return graph.add({Op::local_response_norm, {x}}); };
    int x = convolve(conv1_, graph.add({}));
    x = convolve(conv2_, convolve(conv2_reduce_, norm(pool(x))));
    x = pool(norm(x));
    for (const Block& block : blocks_) {
      if (block.pool_before) x = pool(x);
      const int one = convolve(block.one, x);
      const int three = convolve(block.three, convolve(block.three_reduce, x));
      const int five = convolve(block.five, convolve(block.five_reduce, x));
      const int pooled = graph.add({Op::max_pool, {x}, {}, {}, {}, 1, {1, 1}});
      x = graph.add({Op::concat, {one, three, five, convolve(block.pool_proj, pooled)}, block.tap});
    }
    x = graph.add({Op::global_mean, {x}, "pool5"});
    graph.add({Op::linear, {x}, std::string(logits_tap), weight_, bias_});
    return graph;
  }

 private:
  struct Size {
    int in, out, kernel;
  };

  NamedConvolution add(StateReader& state, const std::string& tap, const std::string& name, Size size,
                       int stride = 1) {
    taps_.push_back({tap, size.out});
    at::Tensor weight = state.take(name + ".weight", {size.out, size.in, size.kernel, size.kernel});
    return {tap, Convolution(weight, state.take(name + ".bias", {size.out}), stride,
                             {size.kernel / 2, size.kernel / 2})};
  }

  Block add_block(StateReader& state, const Widths& w) {
    const std::string name = w.name;
    const auto branch = [&](const std::string& part, Size size) {
      return add(state, name + part, name + part, size);
    };
    Block block{name, w.pool_before, {}, {}, {}, {}, {}, {}};
    block.one = branch(".1x1", {w.in, w.one, 1});
    block.three_reduce = branch(".3x3_reduce", {w.in, w.three_reduce, 1});
    block.three = branch(".3x3", {w.three_reduce, w.three, 3});
    block.five_reduce = branch(".5x5_reduce", {w.in, w.five_reduce, 1});
    block.five = branch(".5x5", {w.five_reduce, w.five, 5});
    block.pool_proj = branch(".pool_proj", {w.in, w.pool_proj, 1});
    taps_.push_back({name, w.one + w.three + w.five + w.pool_proj});
    return block;
  }

  // The weights want BGR in 0..255, images are RGB in 0..1: turned and scaled once instead of in every step.
  // The mean stays outside, since the zeros around the picture stand for the mean colour.
  static void absorb_scaling(Convolution& first) {
    first = Convolution(first.weight.flip(1) * 255, first.bias, first.stride, first.padding);
  }

  at::Device device_;
  bool scaled_ = true;  ///< conv1 holds absorb_scaling()'s weights; not while it is being trained
  NamedConvolution conv1_, conv2_reduce_, conv2_;
  std::vector<Block> blocks_;
  at::Tensor weight_, bias_;  // of the classifier
  at::Tensor mean_;           // RGB, 0..1
  std::vector<Tap> taps_;
};

}  // namespace

Result<std::shared_ptr<const Network>> make_googlenet(StateReader& state, at::Device device) {
  const at::NoGradGuard frozen;
  auto network = std::make_shared<GoogLeNet>(state, device);
  if (const Status complete = state.finish(); !complete) return complete.error();
  return std::shared_ptr<const Network>(std::move(network));
}

}  // namespace birddream::net
