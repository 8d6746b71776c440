#include "dream/objective.h"

#include <gmock/gmock.h>
#include <torch/autograd.h>

#include <filesystem>

#include "base/fresh_folder.h"
#include "dream/golden.h"
#include "dream/tiny_network.h"
#include "image/png.h"

namespace birddream::dream {
namespace {

using recipe::ObjectiveKind;
using recipe::Target;
using ::testing::HasSubstr;

/// A network in name only: its taps are those of the golden activations.
class NamedTaps final : public net::Network {
 public:
  std::span<const net::Tap> taps() const override { return taps_; }
  int classes() const override { return 7; }
  at::Device device() const override { return at::kCPU; }
  net::Activations forward(const at::Tensor&, const std::set<std::string>&,
                           net::ForwardOptions) const override {
    return {};
  }

 private:
  std::vector<net::Tap> taps_ = {{"features", 5}, {"logits", 7}};
};

Result<int> third_class(const std::string& species) {
  if (species == "hen") return 3;
  return Error{"no species '" + species + "'"};
}

Result<Objective> bind(std::vector<Target> targets) {
  return Objective::bind(targets, NamedTaps(), third_class);
}

float value_of(std::vector<Target> targets) {
  const auto objective = bind(std::move(targets));
  EXPECT_TRUE(objective.ok());
  return objective
      ->value({{"logits", golden("objective.logits")}, {"features", golden("objective.features")}})
      .item<float>();
}

TEST(Objective, ComputesEveryKindAndWeightedSums) {
  const at::Tensor expected = golden("objective.values");
  const std::vector<std::vector<Target>> cases = {
      {{ObjectiveKind::class_logit, "hen", "", 0, 1}},
      {{ObjectiveKind::cross_entropy, "hen", "", 0, 1}},
      {{ObjectiveKind::probability, "hen", "", 0, 1}},
      {{ObjectiveKind::layer, "", "features", 0, 1}},
      {{ObjectiveKind::channel, "", "features", 2, 1}},
      {{ObjectiveKind::neuron, "", "features", 2, 1}},
      {{ObjectiveKind::class_logit, "hen", "", 0, 2}, {ObjectiveKind::channel, "", "features", 4, -0.5F}},
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    EXPECT_NEAR(value_of(cases[i]), expected[static_cast<std::int64_t>(i)].item<float>(), 1e-5)
        << "case " << i;
  }
}

TEST(Objective, ANeuronIsTheCellThatItsPlaceSays) {
  const at::Tensor features = golden("objective.features");
  const auto rows = features.size(2), columns = features.size(3);
  ASSERT_GT(rows, 2);
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int64_t column = 0; column < columns; ++column) {
      Target target{ObjectiveKind::neuron, "", "features", 2, 1};
      target.across = (static_cast<float>(column) + 0.4F) / static_cast<float>(columns);
      target.down = (static_cast<float>(row) + 0.4F) / static_cast<float>(rows);
      EXPECT_EQ(value_of({target}), features[0][2][row][column].item<float>());
    }
  }
  Target corner{ObjectiveKind::neuron, "", "features", 2, 1};
  corner.across = corner.down = 1;
  EXPECT_EQ(value_of({corner}), features[0][2][rows - 1][columns - 1].item<float>());
}

/// Whether climb() has the value and the gradients that autograd has.
void expect_climb_as_autograd(const Objective& objective, const net::Activations& own,
                              const std::vector<net::Activations>& others = {}) {
  std::vector<net::Activations> leaves = {own};
  leaves.insert(leaves.end(), others.begin(), others.end());
  for (net::Activations& seen : leaves) {
    for (auto& [name, tap] : seen) tap = tap.detach().requires_grad_(true);
  }
  const at::Tensor value = objective.value(leaves[0], std::span(leaves).subspan(1));
  const Objective::Climb climb = objective.climb(own, others);
  EXPECT_NEAR(climb.value, value.item<float>(), 1e-5);
  ASSERT_EQ(climb.gradients.size(), leaves.size());
  std::size_t taps = 0;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    for (const auto& [name, gradient] : climb.gradients[i]) {
      const auto expected = torch::autograd::grad({value}, {leaves[i].at(name)}, {}, /*retain_graph=*/true);
      expect_close(gradient, expected[0], 1e-6);
      ++taps;
    }
  }
  EXPECT_GT(taps, 0U);
}

TEST(Objective, ClimbsByHandAsAutogradDoes) {
  const net::Activations seen = {{"logits", golden("objective.logits")},
                                 {"features", golden("objective.features")}};
  const std::vector<std::vector<Target>> cases = {
      {{ObjectiveKind::class_logit, "hen", "", 0, -2}},
      {{ObjectiveKind::cross_entropy, "hen", "", 0, 1.5F}},
      {{ObjectiveKind::probability, "hen", "", 0, 3}},
      {{ObjectiveKind::layer, "", "features", 0, 0.7F}},
      {{ObjectiveKind::channel, "", "features", 2, 1}},
      {{ObjectiveKind::neuron, "", "features", 2, 1}},
      {{ObjectiveKind::neuron, "", "features", 2, 1, "", "", 0.9F, 0.1F}},
      {{ObjectiveKind::neuron, "", "logits", 2, 1}},
      {{ObjectiveKind::class_logit, "hen", "", 0, 2},
       {ObjectiveKind::cross_entropy, "hen", "", 0, 1},
       {ObjectiveKind::layer, "", "features", 0, 0.7F},
       {ObjectiveKind::channel, "", "features", 4, -0.5F}},
  };
  for (const auto& targets : cases) expect_climb_as_autograd(bind(targets).value(), seen);
  net::Activations interleaved = seen;
  interleaved["features"] = seen.at("features").contiguous(at::MemoryFormat::ChannelsLast);
  for (const auto& targets : cases) expect_climb_as_autograd(bind(targets).value(), interleaved);
}

TEST(Objective, TermsMayBeSeenByAnotherCheckpoint) {
  const std::vector<Target> targets = {{ObjectiveKind::class_logit, "hen", "", 0, 1, "", "late"},
                                       {ObjectiveKind::class_logit, "hen", "", 0, -1},
                                       {ObjectiveKind::channel, "", "features", 1, 1, "", "late"}};
  int opened = 0;
  const NetworkLookup find = [&](const std::string& name) -> Result<std::shared_ptr<const net::Network>> {
    ++opened;
    if (name != "late") return Error{"no checkpoint '" + name + "'"};
    return std::shared_ptr<const net::Network>(std::make_shared<NamedTaps>());
  };
  const auto objective = Objective::bind(targets, NamedTaps(), third_class, find);
  ASSERT_TRUE(objective.ok());
  EXPECT_EQ(opened, 1) << "one look for both terms";
  ASSERT_EQ(objective->onlookers().size(), 1U);
  EXPECT_EQ(objective->wanted(), std::set<std::string>{"logits"});
  EXPECT_EQ(objective->onlookers()[0].wanted, (std::set<std::string>{"logits", "features"}));
  const net::Activations own = {{"logits", at::full({1, 7}, 2.0F)}};
  const std::vector<net::Activations> others = {
      {{"logits", at::full({1, 7}, 5.0F)}, {"features", at::full({1, 5, 2, 2}, 0.25F)}}};
  EXPECT_FLOAT_EQ(objective->value(own, others).item<float>(), 5.0F - 2.0F + 0.25F);
  expect_climb_as_autograd(*objective, own, others);

  EXPECT_THAT(Objective::bind({{ObjectiveKind::class_logit, "hen", "", 0, 1, "", "none"}}, NamedTaps(),
                              third_class, find)
                  .error()
                  .message,
              HasSubstr("no checkpoint 'none'"));
  EXPECT_THAT(bind(targets).error().message, HasSubstr("only the one under the dream"));
}

/// Sees the photo's colours as features: its taps "features" are the picture's own three channels.
class ColourNetwork final : public net::Network {
 public:
  std::span<const net::Tap> taps() const override { return taps_; }
  int classes() const override { return 7; }
  at::Device device() const override { return at::kCPU; }
  net::Activations forward(const at::Tensor& image, const std::set<std::string>&,
                           net::ForwardOptions) const override {
    ++looks;
    return {{"features", image * 1}};
  }

  mutable int looks = 0;

 private:
  std::vector<net::Tap> taps_ = {{"features", 3}, {"logits", 7}};
};

TEST(Objective, AGuidePullsEachCellTowardsWhatItIsMostLike) {
  // A photo that is half red, half green.
  const FreshFolder folder;
  const auto file = folder / "guide.png";
  image::Rgb8 photo(160, 160);
  for (int y = 0; y < 160; ++y)
    for (int x = 0; x < 160; ++x) photo.at(x, y)[x < 80 ? 0 : 1] = 255;
  ASSERT_TRUE(image::write_png(file, photo));
  const std::vector<Target> targets = {{ObjectiveKind::guide, "", "features", 0, 2, file.string()}};
  const auto objective = Objective::bind(targets, ColourNetwork(), third_class);
  ASSERT_TRUE(objective.ok()) << objective.error().message;
  // Two cells: rather red, rather green.
  const at::Tensor seen =
      at::tensor({0.9F, 0.1F, 0.2F, 0.7F, 0.0F, 0.0F}).view({1, 3, 1, 2}).requires_grad_(true);
  const at::Tensor value = objective->value({{"features", seen}});
  EXPECT_NEAR(value.item<float>(), 2 * (0.9 + 0.7) / 2, 1e-4);
  const at::Tensor gradient = torch::autograd::grad({value}, {seen})[0].flatten();
  const std::vector<float> towards = {1, 0, 0, 1, 0, 0};
  for (int i = 0; i < 6; ++i)
    EXPECT_NEAR(gradient[i].item<float>(), towards[static_cast<std::size_t>(i)], 1e-4);
  expect_climb_as_autograd(*objective, {{"features", seen.detach()}});
  std::filesystem::remove(file);
  EXPECT_TRUE(Objective::bind(targets, ColourNetwork(), third_class).ok()) << "it was read once and for all";
  const std::vector<Target> missing = {{ObjectiveKind::guide, "", "features", 0, 2, file.string() + "x"}};
  EXPECT_THAT(Objective::bind(missing, ColourNetwork(), third_class).error().message, HasSubstr("guide"));
  EXPECT_THAT(bind({{ObjectiveKind::guide, "", "features", 0, 1}}).error().message,
              HasSubstr("needs a photo"));
}

TEST(Objective, AnotherWeightDoesNotLookAtTheGuideAgain) {
  const FreshFolder folder;
  const auto file = folder / "weighed.png";
  image::Rgb8 photo(160, 160);
  std::ranges::fill(photo.pixels, 200);
  ASSERT_TRUE(image::write_png(file, photo));
  std::vector<Target> targets = {{ObjectiveKind::guide, "", "features", 0, 2, file.string()}};
  const ColourNetwork network;
  const auto first = Objective::bind(targets, network, third_class);
  ASSERT_TRUE(first.ok()) << first.error().message;
  EXPECT_EQ(network.looks, 1);
  targets[0].weight = 3;
  const auto second = Objective::bind(targets, network, third_class, {}, &*first);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(network.looks, 1);
  const at::Tensor seen = at::full({1, 3, 2, 2}, 0.5F);
  EXPECT_FLOAT_EQ(second->value({{"features", seen}}).item<float>(),
                  1.5F * first->value({{"features", seen}}).item<float>());
  EXPECT_TRUE(Objective::bind(targets, network, third_class).ok());
  EXPECT_EQ(network.looks, 2) << "another network's would be other features";
}

TEST(Objective, AsksOnlyForTheTapsItNeeds) {
  EXPECT_EQ(bind({{ObjectiveKind::channel, "", "features", 1, 1}})->wanted(),
            std::set<std::string>{"features"});
  EXPECT_EQ(bind({{ObjectiveKind::class_logit, "hen", "", 0, 1}})->wanted(), std::set<std::string>{"logits"});
}

TEST(Objective, RefusesWhatIsNotThereByName) {
  EXPECT_THAT(bind({{ObjectiveKind::class_logit, "dodo", "", 0, 1}}).error().message, HasSubstr("dodo"));
  EXPECT_THAT(bind({{ObjectiveKind::layer, "", "featurs", 0, 1}}).error().message,
              HasSubstr("Did you mean 'features'"));
  EXPECT_THAT(bind({{ObjectiveKind::channel, "", "features", 5, 1}}).error().message, HasSubstr("0 to 4"));
}

TEST(TopScores, OrdersAndNormalises) {
  const auto scores = top_scores(golden("objective.logits"), 3);
  ASSERT_EQ(scores.size(), 3U);
  EXPECT_GE(scores[0].logit, scores[1].logit);
  EXPECT_GE(scores[1].logit, scores[2].logit);
  const auto all = top_scores(golden("objective.logits"), 50);
  ASSERT_EQ(all.size(), 7U);
  float sum = 0;
  for (const Score& score : all) sum += score.probability;
  EXPECT_NEAR(sum, 1, 1e-5);
}

}  // namespace
}  // namespace birddream::dream
