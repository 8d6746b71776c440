#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/autograd.h>

#include <cmath>

#include "net/compare.h"
#include "net/shipped.h"

/// Against an implementation of its own in Python, float64: tests/golden/googlenet.py.
namespace birddream::net {
namespace {

constexpr int flamingo = 130;

at::Tensor waves(int height, int width) {
  at::Tensor image = at::empty({1, 3, height, width}, at::kFloat);
  auto pixel = image.accessor<float, 4>();
  for (int c = 0; c < 3; ++c) {
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        pixel[0][c][y][x] = static_cast<float>(0.5 + 0.25 * std::sin(0.13 * x + 0.7 * c) +
                                               0.2 * std::sin(0.09 * (c + 1) * y + 0.3));
      }
    }
  }
  return image;
}

class GoldenGoogLeNet : public testing::TestWithParam<std::string> {
 protected:
  at::Tensor golden(const std::string& what) const { return golden_.tensors.at(what + "_" + GetParam()); }
  at::Tensor image() const {
    return GetParam() == "waves" ? waves(96, 128) : golden_.tensors.at("image_random").unsqueeze(0);
  }
  const Weights golden_ =
      load_weights(std::filesystem::path(BIRDDREAM_SOURCE_DIR) / "tests/golden/googlenet.safetensors")
          .value();
};

TEST_P(GoldenGoogLeNet, LogitsAgree) {
  const at::NoGradGuard frozen;
  const auto seen = shipped_network().forward(image(), {"logits"});
  const at::Tensor logits = seen.at("logits");
  ASSERT_EQ(logits.sizes(), (at::IntArrayRef{1, 1000}));
  EXPECT_LT((logits[0] - golden("logits")).abs().max().item<float>(), 1e-3F);
}

TEST_P(GoldenGoogLeNet, GradientToTheImageAgrees) {
  for (const bool redirect : {false, true}) {  // no unit's whole layer is dead here, so both must agree
    const at::Tensor leaf = image().requires_grad_();
    const auto seen = shipped_network().forward(leaf, {"logits"}, {redirect});
    const auto gradient = torch::autograd::grad({seen.at("logits")[0][flamingo]}, {leaf})[0];
    const at::Tensor expected = golden("gradient").unsqueeze(0);
    ASSERT_EQ(gradient.sizes(), expected.sizes());
    EXPECT_GT(cosine(gradient, expected), 0.9999);
    EXPECT_NEAR((gradient.norm() / expected.norm()).item<float>(), 1.0F, 1e-3F);
  }
}

TEST_P(GoldenGoogLeNet, EveryTapAgrees) {
  const at::NoGradGuard frozen;
  std::set<std::string> all;
  for (const Tap& tap : shipped_network().taps()) all.insert(tap.name);
  const auto seen = shipped_network().forward(image(), all);
  const at::Tensor expected = golden("taps");
  std::int64_t from = 0;
  for (const Tap& tap : shipped_network().taps()) {
    at::Tensor mean = seen.at(tap.name);
    if (mean.dim() == 4) mean = mean.mean({2, 3});
    const at::Tensor wanted = expected.narrow(0, from, tap.channels);
    const float tolerance = 1e-4F * wanted.abs().max().item<float>();
    EXPECT_LT((mean[0] - wanted).abs().max().item<float>(), tolerance) << tap.name;
    from += tap.channels;
  }
  EXPECT_EQ(from, expected.size(0));
}

INSTANTIATE_TEST_SUITE_P(Images, GoldenGoogLeNet, testing::Values("waves", "random"),
                         [](const auto& image) { return image.param; });

}  // namespace
}  // namespace birddream::net
