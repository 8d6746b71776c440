#include "gpu/network_program.h"

#include <ATen/ATen.h>
#include <torch/autograd.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "gpu/fixture.h"
#include "net/compare.h"
#include "plan/networks.h"

namespace birddream::gpu {
namespace {

using plan::pictures;
using plan::random_network;
using plan::trained_network;

struct Term {
  cuda::StepBlock::Kind kind;
  std::string tap;
  int index;
  float weight;
  float across = 0.5F, down = 0.5F;
};

/// A network's part of a step: forward, objective, back to the picture.
class Network : public OnDevice {
 protected:
  void run(const net::Network& network, const at::Tensor& image, const std::vector<Term>& terms,
           bool redirect = false) {
    const auto graph = std::make_shared<const net::Graph>(*network.graph());
    weights = std::make_unique<Weights>(device, *graph);
    weights->set({graph});
    block = Memory(device, sizeof(cuda::StepBlock));
    result = Memory(device, sizeof(cuda::StepResult));
    cuda::StepBlock steering{};
    steering.loss_scale = 1024;
    NetworkProgram::Options options{static_cast<int>(image.size(0)),
                                    static_cast<int>(image.size(2)),
                                    static_cast<int>(image.size(3)),
                                    {},
                                    redirect,
                                    block.as<cuda::StepBlock>(),
                                    result.as<cuda::StepResult>()};
    for (const Term& term : terms) {
      auto& wanted = options.wanted;
      auto at = std::ranges::find(wanted, term.tap);
      if (at == wanted.end()) at = wanted.insert(wanted.end(), term.tap);
      steering.terms[steering.term_count++] = {
          term.kind, static_cast<int>(at - wanted.begin()), term.index, term.weight, term.across, term.down};
    }
    program = std::make_unique<NetworkProgram>(device, *graph, *weights, options);
    show(*graph, image);
    // As DreamStep does: less where halves overflowed.
    for (bool fits = false; !fits && steering.loss_scale > 0.01F; steering.loss_scale /= 8) {
      device->copy(block.as<void>(), &steering, sizeof steering, birddream_to_device);
      program->forward().run(*device);
      program->backward().run(*device);
      found = get(result.as<cuda::StepResult>(), 1)[0];
      gradient = picture_of(program->input_gradient()) * (graph->scale[0] / found.scale);
      fits = at::isfinite(gradient).all().item<bool>();
    }
  }

  void show(const net::Graph& graph, const at::Tensor& image) {
    at::Tensor x = image.clone();
    for (int c = 0; c < 3; ++c)
      x.select(1, c)
          .mul_(graph.scale[static_cast<std::size_t>(c)])
          .add_(graph.shift[static_cast<std::size_t>(c)]);
    const auto& input = program->input();
    at::Tensor lots = at::zeros({image.size(0), image.size(2), image.size(3), cuda::lot}, at::kHalf);
    lots.narrow(3, 0, 3).copy_(x.permute({0, 2, 3, 1}));
    device->copy(input.data, lots.data_ptr(), lots.nbytes(), birddream_to_device);
    device->wait();
  }

  at::Tensor tensor_of(const cuda::Slice& slice) {
    const auto count = static_cast<std::size_t>((slice.pixels() - 1) * slice.pitch + slice.c);
    auto halves = get(slice.data, count);
    const at::Tensor flat = at::from_blob(halves.data(), {static_cast<long>(count)}, at::kHalf);
    return flat
        .as_strided({slice.n, slice.h, slice.w, slice.c},
                    {slice.pitch * slice.w * slice.h, slice.pitch * slice.w, slice.pitch, 1})
        .permute({0, 3, 1, 2})
        .to(at::kFloat)
        .clone();
  }
  at::Tensor picture_of(const cuda::Slice& slice) { return tensor_of(slice).narrow(1, 0, 3); }

  at::Tensor logits(int classes) {
    const auto row = get(program->taps()[0].logits, static_cast<std::size_t>(classes));
    return at::tensor(row).view({1, classes});
  }

  std::unique_ptr<Weights> weights;
  std::unique_ptr<NetworkProgram> program;
  Memory block, result;
  cuda::StepResult found{};
  at::Tensor gradient;
};

at::Tensor plain_value(const Term& term, const at::Tensor& x) {
  switch (term.kind) {
    case cuda::StepBlock::class_logit:
      return x.select(1, term.index).sum();
    case cuda::StepBlock::cross_entropy:
      return at::log_softmax(x, 1).select(1, term.index).sum();
    case cuda::StepBlock::probability:
      return at::softmax(x, 1).select(1, term.index).sum();
    case cuda::StepBlock::layer:
      return (x * x).mean();
    case cuda::StepBlock::channel:
      return x.select(1, term.index).mean();
    case cuda::StepBlock::neuron:
      break;
  }
  const auto at = [](float share, std::int64_t count) {
    return std::min(static_cast<std::int64_t>(share * static_cast<float>(count)), count - 1);
  };
  return x.select(1, term.index)
      .select(1, at(term.down, x.size(2)))
      .select(1, at(term.across, x.size(3)))
      .sum();
}

struct Plain {
  float value;
  at::Tensor gradient;
  net::Activations activations;
};
Plain plainly(const net::Network& network, const at::Tensor& image, const std::vector<Term>& terms,
              bool redirect = false) {
  const at::AutoGradMode on(true);
  const at::Tensor x = image.detach().requires_grad_(true);
  std::set<std::string> wanted;
  for (const Term& term : terms) wanted.insert(term.tap);
  const auto activations = network.forward(x, wanted, {redirect});
  at::Tensor sum = at::zeros({});
  for (const Term& term : terms) sum = sum + plain_value(term, activations.at(term.tap)) * term.weight;
  return {sum.item<float>(), torch::autograd::grad({sum}, {x})[0], activations};
}

TEST_F(Network, TrainedGoogLeNetsLogitsAndGradientAreTheFloatOnes) {
  const auto network = trained_network();
  const at::Tensor image = pictures(1, 64, 72);
  const std::vector<Term> terms = {{cuda::StepBlock::class_logit, "logits", 40, 1}};
  run(*network, image, terms);
  const Plain plain = plainly(*network, image, terms);
  EXPECT_GE(cosine(logits(network->classes()), plain.activations.at("logits")), 0.9999);
  EXPECT_NEAR(found.objective, plain.value, 0.02 * std::abs(plain.value) + 0.05);
  EXPECT_GE(cosine(gradient, plain.gradient), 0.98);
}

using Kind = cuda::StepBlock::Kind;

struct Goal {
  std::string name;
  std::vector<Term> terms;
};
void PrintTo(const Goal& goal, std::ostream* out) {
  *out << goal.name;
}

class Goals : public Network, public testing::WithParamInterface<Goal> {};

TEST_P(Goals, ClimbAsAutogradClimbs) {
  const auto network = trained_network();
  const at::Tensor image = pictures(1, 64, 64);
  std::vector<Term> terms = GetParam().terms;
  // A channel that this picture leaves dead would show nothing.
  while (plainly(*network, image, terms).gradient.norm().item<double>() == 0) ++terms[0].index;
  run(*network, image, terms);
  const Plain plain = plainly(*network, image, terms);
  EXPECT_NEAR(found.objective, plain.value, 0.02 * std::abs(plain.value) + 0.05);
  EXPECT_GE(cosine(gradient, plain.gradient), 0.98);
  EXPECT_NEAR((gradient.norm() / plain.gradient.norm()).item<double>(), 1, 0.05);
}

const Term elsewhere{Kind::class_logit, "logits", 300, -0.5F};
INSTANTIATE_TEST_SUITE_P(All, Goals,
                         testing::Values(Goal{"logit", {{Kind::class_logit, "logits", 12, 1}, elsewhere}},
                                         Goal{"cross_entropy", {{Kind::cross_entropy, "logits", 12, 1}}},
                                         Goal{"probability", {{Kind::probability, "logits", 12, 3}}},
                                         Goal{"layer", {{Kind::layer, "inception_4c", 0, 1}}},
                                         Goal{"channel", {{Kind::channel, "inception_4b", 100, 1}}},
                                         Goal{"part", {{Kind::channel, "inception_3b.3x3", 20, 1}}},
                                         Goal{"reduced", {{Kind::neuron, "inception_4d.5x5_reduce", 5, 1}}},
                                         Goal{"placed", {{Kind::neuron, "inception_4b", 20, 1, 1, 0.3F}}},
                                         Goal{"first", {{Kind::layer, "conv1", 0, 1}}},
                                         Goal{"pool5", {{Kind::neuron, "pool5", 30, 2}}},
                                         Goal{"mixed",
                                              {{Kind::class_logit, "logits", 12, 1},
                                               {Kind::layer, "inception_4c", 0, 20},
                                               {Kind::channel, "inception_4c.3x3", 8, 4},
                                               elsewhere}}),
                         [](const auto& test) { return test.param.name; });

TEST_F(Network, RedirectsReluWhereNothingElseWouldPass) {
  const auto network = trained_network();
  const at::Tensor image = at::full({1, 3, 64, 64}, 0.5);
  // A channel that this gray picture leaves dead, so that what passes was redirected.
  std::vector<Term> terms = {{Kind::channel, "inception_4e.1x1", 0, 1}};
  while (plainly(*network, image, terms).gradient.norm().item<double>() > 0) ++terms[0].index;
  const Plain plain = plainly(*network, image, terms, true);
  ASSERT_GT(plain.gradient.norm().item<double>(), 0);
  run(*network, image, terms, true);
  EXPECT_GE(cosine(gradient, plain.gradient), 0.98);
  run(*network, image, terms, false);
  EXPECT_EQ(gradient.abs().max().item<float>(), 0);
}

TEST_F(Network, RedirectingChangesNothingWhereGradientsPass) {
  const auto network = trained_network();
  const at::Tensor image = pictures(1, 64, 64);
  const std::vector<Term> terms = {{Kind::class_logit, "logits", 12, 1}};
  run(*network, image, terms, false);
  const at::Tensor usual = gradient;
  run(*network, image, terms, true);
  EXPECT_TRUE(at::equal(gradient, usual));
}

TEST_F(Network, SeveralPicturesAtOnceAreEachOnes) {
  const auto network = trained_network();
  const at::Tensor image = pictures(2, 64, 48);
  const std::vector<Term> terms = {{Kind::layer, "inception_4c", 0, 1}};
  run(*network, image, terms);
  EXPECT_GE(cosine(gradient, plainly(*network, image, terms).gradient), 0.98);
}

TEST_F(Network, StridesPoolsAndHeadsOfInceptionV4) {
  const auto network = random_network("inception_v4");
  const at::Tensor image = pictures(1, 107, 99);
  std::vector<Term> terms = {{Kind::layer, "", 0, 1}};
  for (const net::Tap& tap : network->taps()) {
    if (tap.name == net::logits_tap || tap.name == "pool") continue;
    terms[0].tap = tap.name;
    run(*network, image, terms);
    const Plain plain = plainly(*network, image, terms);
    EXPECT_NEAR(found.objective, plain.value, 0.02 * std::abs(plain.value)) << tap.name;
    // Random weights are chaotic: the deeper, the less of a gradient is left in halves (float32: 0.998).
    EXPECT_GE(cosine(gradient, plain.gradient), 0.97) << tap.name;
  }
}

TEST_F(Network, IsTheSameEveryTime) {
  const auto network = trained_network();
  const at::Tensor image = pictures(1, 64, 64);
  const std::vector<Term> terms = {{Kind::class_logit, "logits", 12, 1}};
  run(*network, image, terms);
  const at::Tensor first = gradient;
  program->forward().run(*device);
  program->backward().run(*device);
  EXPECT_TRUE(at::equal(picture_of(program->input_gradient()) / found.scale, first));
}

TEST_F(Network, AMixtureOfCheckpointsHasTheMixturesLogits) {
  const auto a = trained_network(), b = random_network("googlenet");
  auto mixed = *a->graph();
  const auto other = *b->graph();
  // Of 20 classes one has random weights: make the trained one's last layer as small.
  mixed.nodes.back().weight = mixed.nodes.back().weight.narrow(0, 0, plan::classes).contiguous();
  mixed.nodes.back().bias = mixed.nodes.back().bias.narrow(0, 0, plan::classes).contiguous();
  const auto from = std::make_shared<const net::Graph>(mixed), to = std::make_shared<const net::Graph>(other);
  Weights weights_of_both(device, mixed);
  weights_of_both.set({from, to, 0.25F});
  for (std::size_t i = 0; i < mixed.nodes.size(); ++i) {
    const net::Graph::Node& node = mixed.nodes[i];
    if (node.op != net::Graph::Op::convolution || node.weight.size(2) != 1) continue;
    const at::Tensor expected = at::lerp(node.weight, other.nodes[i].weight, 0.25).permute({2, 3, 1, 0});
    auto halves =
        get(weights_of_both.kernel(static_cast<int>(i)), static_cast<std::size_t>(node.weight.numel()));
    const at::Tensor found_halves = at::from_blob(halves.data(), expected.sizes(), at::kHalf).to(at::kFloat);
    EXPECT_LT((found_halves - expected).abs().max().item<float>(), 2e-3 * expected.abs().max().item<float>());
    const auto bias =
        get(weights_of_both.bias(static_cast<int>(i)), static_cast<std::size_t>(node.bias.numel()));
    EXPECT_TRUE(at::allclose(at::tensor(bias), at::lerp(node.bias, other.nodes[i].bias, 0.25)));
  }
}

}  // namespace
}  // namespace birddream::gpu
