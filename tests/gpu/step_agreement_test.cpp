// Whole steps on the device under test beside the same kernels on host memory, which other tests compare with
// LibTorch: the Fourier transform and its way back, the view and what lies beyond the border, colours,
// objectives, climbing, blur, turning. On the host's memory both are the same device.
#include <ATen/ATen.h>

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "gpu/dream_step.h"
#include "gpu/fixture.h"

namespace birddream::gpu {
namespace {

using cuda::StepBlock;

struct Case {
  std::string name;
  StepShape shape;
  std::string tap;
  std::function<void(StepBlock&)> change;
  bool redirect = false;
};
void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

/// A network of one layer that halves hardly hurt.
net::Graph shallow() {
  using Op = net::Graph::Op;
  const at::Generator generator = at::detail::createCPUGenerator(3);
  const at::Tensor weight = at::randn({16, 3, 3, 3}, generator, at::kFloat) * 0.3;
  const at::Tensor bias = at::rand({16}, generator, at::kFloat) * 0.2;
  const at::Tensor last = at::randn({10, 16}, generator, at::kFloat);
  net::Graph graph;
  graph.scale.fill(2);
  graph.shift.fill(-1);
  const int x = graph.add({Op::convolution, {graph.add({})}, "features", weight, bias, 2, {1, 1}});
  graph.add({Op::linear, {graph.add({Op::global_mean, {x}})}, "logits", last, bias.narrow(0, 0, 10)});
  return graph;
}

StepBlock block_of(const Case& c) {
  StepBlock block{};
  block.view = {1.3F, 0.95F, 0.2F, -2.1F, -0.2F, 0.95F, StepBlock::gray, 0};
  block.terms[0] = {StepBlock::class_logit, 0, 4, 1};
  block.term_count = 1;
  block.rule = StepBlock::adam;
  block.rate = 0.01F;
  block.correct = 2;
  if (c.change) c.change(block);
  return block;
}

class Agreement : public OnDevice {
 protected:
  struct Found {
    at::Tensor picture, values, first, second, next_picture;
    float objective = 0, norm = 0, mean_magnitude = 0;
  };

  /// Two steps: kernel by kernel, and as a graph.
  static Found run(const std::shared_ptr<const Device>& on, const Case& c) {
    static const auto graph = std::make_shared<const net::Graph>(shallow());
    const StepShape& s = c.shape;
    const auto step = DreamStep::make(on, {graph}, s).value();
    const at::Generator generator = at::detail::createCPUGenerator(11);
    std::vector<std::int64_t> sizes = {1, 3, s.height, s.width};
    if (s.fourier) {
      sizes = {1, 3, s.height, s.width / 2 + 1, 2};
      const at::Tensor falling = at::arange(s.width / 2 + 1).clamp_min(1).to(at::kFloat).pow(-1) / 4;
      const at::Tensor mixed = at::eye(3) + at::randn({3, 3}, generator, at::kFloat) * 0.2;
      EXPECT_TRUE(step->set_decoding(falling.expand({s.height, s.width / 2 + 1}), mixed).ok());
    }
    const auto random = [&](double size) { return at::randn(sizes, generator, at::kFloat) * size; };
    const at::Tensor values = s.fourier ? random(0.05) : at::rand(sizes, generator, at::kFloat);
    // Moments that are there make Adam a smooth function of the gradient.
    const DreamStep::Values begun{values, random(1e-3), random(1e-2).square() + 1e-5};
    EXPECT_TRUE(step->put(begun).ok());
    Found found;
    found.picture = picture_of(*step, s);
    for (int i = 0; i < 2; ++i) {
      const auto outcome = step->step(block_of(c), {c.tap}, c.redirect);
      EXPECT_TRUE(outcome.ok());
      EXPECT_EQ(outcome->result.good, 1);
      found.objective = outcome->result.objective;
      found.norm = outcome->result.norm;
      found.mean_magnitude = outcome->result.mean_magnitude;
    }
    const auto now = step->get().value();
    found.values = now.values - values;
    found.first = now.first - begun.first;
    found.second = now.second - begun.second;
    found.next_picture = picture_of(*step, s) - found.picture;
    return found;
  }

  static at::Tensor picture_of(DreamStep& step, const StepShape& s) {
    const auto picture = step.picture().value();
    return at::tensor(std::vector<float>(picture.host, picture.host + 3 * s.plane()));
  }

  /// ||a - b|| / ||b||.
  static double apart(const at::Tensor& a, const at::Tensor& b) {
    return ((a - b).norm() / b.norm().clamp_min(1e-20)).item<double>();
  }

  static std::shared_ptr<const Device> host() { return Device::open(BIRDDREAM_HOST_DEVICE).value(); }
};

class Steps : public Agreement, public testing::WithParamInterface<Case> {};

TEST_P(Steps, AreThoseOfTheHostsDevice) {
  const Found found = run(device, GetParam()), expected = run(host(), GetParam());
  EXPECT_NEAR(found.objective, expected.objective, 1e-3 * std::abs(expected.objective) + 1e-5);
  EXPECT_NEAR(found.norm / expected.norm, 1, 2e-3);
  EXPECT_NEAR(found.mean_magnitude / expected.mean_magnitude, 1, 2e-3);
  // The picture comes from float32 alone, all else from a gradient that was in halves on its way.
  for (const auto& [what, a, b, most] :
       {std::tuple("picture", found.picture, expected.picture, 1e-5),
        std::tuple("values", found.values, expected.values, 5e-3),
        std::tuple("first", found.first, expected.first, 5e-3),
        std::tuple("second", found.second, expected.second, 5e-3),
        std::tuple("next", found.next_picture, expected.next_picture, 5e-3)}) {
    const double difference = apart(a, b);
    RecordProperty(what, std::to_string(difference));
    EXPECT_LT(difference, most) << what;  // what is no number is not less
  }
  EXPECT_GT(expected.values.norm().item<double>(), 0);
}

using Kind = StepBlock::Kind;
constexpr StepShape even{48, 40, 0, true}, odd{35, 37, 6, true}, pixels{48, 40, 4, false};

INSTANTIATE_TEST_SUITE_P(
    All, Steps,
    testing::Values(
        Case{"adam", even, "logits", {}},
        Case{"sgd_odd_size_wrapped", odd, "logits",
             [](StepBlock& b) { b.rule = StepBlock::sgd, b.rate = 0.5F, b.view.beyond = StepBlock::wrap; }},
        Case{"normalised_mirrored", odd, "logits",
             [](StepBlock& b) {
               b.rule = StepBlock::sgd_normalised, b.rate = 1e-4F;
               b.view.beyond = StepBlock::mirror, b.view.mirrored = 1;
             }},
        Case{"turned_and_blurred", even, "logits", [](StepBlock& b) { b.turn = 1, b.sigma = 0.6F; }},
        Case{"cross_entropy", even, "logits", [](StepBlock& b) { b.terms[0].kind = Kind::cross_entropy; }},
        Case{"probability", even, "logits",
             [](StepBlock& b) {
               b.terms[0].kind = Kind::probability;
               b.terms[b.term_count++] = {Kind::class_logit, 0, 2, -0.5F};
             }},
        Case{"layer", even, "features", [](StepBlock& b) { b.terms[0].kind = Kind::layer; }},
        Case{"channel_redirected", even, "features", [](StepBlock& b) { b.terms[0].kind = Kind::channel; },
             true},
        Case{"pixels_clamped_and_blurred", pixels, "logits",
             [](StepBlock& b) { b.clamp = 1, b.sigma = 0.7F, b.view.beyond = StepBlock::mirror; }},
        Case{"pixels_turned", pixels, "logits",
             [](StepBlock& b) { b.turn = 1, b.view.beyond = StepBlock::wrap; }}),
    [](const auto& test) { return test.param.name; });

TEST_F(Agreement, SeesWhatAHundredthOfTheRateChanges) {
  const Case usual{"", even, "logits", {}};
  const Case faster{"", even, "logits", [](StepBlock& b) { b.rate *= 1.01F; }};
  EXPECT_GT(apart(run(device, faster).values, run(host(), usual).values), 5e-3);
}

}  // namespace
}  // namespace birddream::gpu
