#include "dream/tiles.h"

#include <gmock/gmock.h>

#include <cmath>

#include "dream/dreamer.h"
#include "dream/dreams.h"
#include "dream/golden.h"
#include "dream/look.h"
#include "dream/tiny_network.h"
#include "net/compare.h"
#include "plan/fast_network.h"
#include "plan/networks.h"

namespace birddream::dream {
namespace {

using recipe::DreamParams;

at::Tensor noise(int height, int width, std::uint64_t seed = 5) {
  return at::rand({1, 3, height, width}, at::detail::createCPUGenerator(seed));
}

/// Where the windows of one axis add up to, pixel by pixel.
std::vector<float> sums(const TileGrid::Axis& axis, int side) {
  std::vector<float> sum(static_cast<std::size_t>(side));
  for (std::size_t k = 0; k < axis.starts.size(); ++k) {
    for (std::size_t i = 0; i < axis.windows[k].size(); ++i)
      sum.at(static_cast<std::size_t>(axis.starts[k]) + i) += axis.windows[k][i];
  }
  return sum;
}

TEST(Tiles, CoverEveryPixelOnceWhereverTheyBegin) {
  for (const Size picture : {Size{1000, 701}, Size{128, 64}, Size{65, 300}, Size{64, 64}}) {
    for (std::uint64_t step = 0; step < 40; ++step) {
      Random random(3, step);
      const TileGrid grid = draw_tiles(picture, 64, random);
      EXPECT_EQ(grid.tile, (Size{64, 64}));
      for (const auto& [axis, side] : {std::pair(&grid.down, picture.height), {&grid.across, picture.width}})
        for (const float sum : sums(*axis, side)) ASSERT_NEAR(sum, 1, 1e-5);
    }
  }
}

TEST(Tiles, ASmallPictureIsSeenWhole) {
  Random random(1, 1);
  const TileGrid grid = draw_tiles({100, 50}, 128, random);
  EXPECT_EQ(grid.count(), 1U);
  EXPECT_EQ(grid.tile, (Size{100, 50}));
}

TEST(Tiles, BeginSomewhereElseEachStep) {
  std::set<int> seen;
  for (std::uint64_t step = 0; step < 30; ++step) {
    Random random(3, step);
    seen.insert(draw_tiles({512, 512}, 128, random).down.starts.at(1));
  }
  EXPECT_GE(seen.size(), 20U);
}

/// One look of the objective at `image`, whole or by tiles of that side.
Glance look_at(const net::Network& network, const Objective& objective, const at::Tensor& image, int side,
               std::uint64_t step) {
  Random random(9, step);
  const TileGrid grid =
      draw_tiles({static_cast<int>(image.size(3)), static_cast<int>(image.size(2))}, side, random);
  const at::AutoGradMode on(true);
  return see_in_tiles(image, grid, [&](const at::Tensor& tile) {
    const at::Tensor leaf = tile.detach().requires_grad_(true);
    const auto activations = network.forward(leaf, objective.wanted());
    const at::Tensor value = objective.value(activations);
    value.backward();
    const auto logits = activations.find("logits");
    return Glance{value.item<double>(), leaf.grad(),
                  logits == activations.end() ? at::Tensor() : logits->second.detach()};
  });
}

/// 1 where a cell that sees 3 px either way sees no tile's edge.
at::Tensor away_from_edges(const TileGrid::Axis& axis, int side) {
  at::Tensor away = at::ones({side});
  for (const int start : axis.starts) {
    for (const int edge : {start, start + static_cast<int>(axis.windows[0].size())})
      away.slice(0, std::max(edge - 3, 0), std::min(edge + 3, side)).zero_();
  }
  return away;
}

// A mean over cells that see 3 x 3 pixels: only what lies next to a tile's edge can differ, and there a
// tile counts for little.
TEST(Tiles, TheGradientIsTheWholePicturesWhereTilesSeeAllOfIt) {
  const auto network = tiny();
  for (const auto kind : {recipe::ObjectiveKind::channel, recipe::ObjectiveKind::layer}) {
    const auto objective = Objective::bind({{kind, "", "features", 1, 1.0F}}, *network, index_of).value();
    const at::Tensor image = noise(160, 144);
    const Glance whole = look_at(*network, objective, image, seen_whole, 0);
    for (std::uint64_t step = 0; step < 4; ++step) {
      const Glance tiled = look_at(*network, objective, image, 64, step);
      EXPECT_NEAR(tiled.value / whole.value, 1, 0.05);
      EXPECT_GE(cosine(tiled.gradient, whole.gradient), 0.999);
      EXPECT_NEAR(tiled.gradient.norm().item<float>() / whole.gradient.norm().item<float>(), 1, 0.02);
      // Pixel by pixel but for rounding, where no tile's edge is near.
      Random random(9, step);
      const TileGrid grid = draw_tiles({144, 160}, 64, random);
      const at::Tensor off = (tiled.gradient - whole.gradient).abs().amax({0, 1});
      const at::Tensor inner =
          away_from_edges(grid.down, 160).unsqueeze(1) * away_from_edges(grid.across, 144);
      EXPECT_GT(inner.sum().item<float>(), 160 * 144 / 3);
      EXPECT_LT((off * inner).max().item<float>(), 1e-4F * whole.gradient.abs().max().item<float>());
    }
  }
}

TEST(Tiles, ScoresAreTheWholePicturesWhereTheClassifierIsAMean) {
  const auto network = tiny();
  const at::Tensor image = noise(96, 128);
  const at::Tensor whole = mean_features(*network, image, "logits", seen_whole);
  const at::Tensor tiled = mean_features(*network, image, "logits", 64);
  EXPECT_LT(((tiled - whole).norm() / whole.norm()).item<float>(), 0.1F) << tiled << whole;
  expect_close(whole, network->forward(image, {"logits"}).at("logits"), 1e-6);
}

// The shipped network's early layers see little of the picture, and the plan's gradient is checked by them.
TEST(Tiles, ByPlanTheGradientIsTheWholePictures) {
  const auto plain = plan::trained_network();
  const auto fast = plan::make_fast(plain, plan::Precision::float32);
  DreamParams params;
  params.width = params.height = 256;
  params.parametrisation = recipe::Parametrisation::pixel;
  params.targets = {{recipe::ObjectiveKind::layer, "", "conv2", 0, 1}};
  const auto objective = Objective::bind(params.targets, *plain, index_of).value();
  const at::Tensor values = noise(256, 256);
  PicturePath path;
  path.prepare({256, 256}, params);
  path.decode(values);
  LookOptions how{View{}, params.border, 0, false, {}};
  const at::Tensor whole = look_fast(*fast, objective, path, how).gradient.values.clone();
  // Tiles whose cells lie where the whole picture's do: a multiple of the layer's stride of 4.
  how.tiles = {{128, 128}, {{0, 64, 128}, {}}, {{0, 64, 128}, {}}};
  const std::vector<float> rising = [] {
    std::vector<float> w(128);
    for (std::size_t i = 0; i < 128; ++i)
      w[i] = i < 64 ? static_cast<float>(i) / 64 : 2 - static_cast<float>(i) / 64;
    return w;
  }();
  std::vector<float> first = rising, last = rising;
  std::fill(first.begin(), first.begin() + 64, 1.0F);
  std::fill(last.begin() + 64, last.end(), 1.0F);
  how.tiles.down.windows = how.tiles.across.windows = {first, rising, last};
  const Looked tiled = look_fast(*fast, objective, path, how);
  const auto inner = [](const at::Tensor& t) { return t.narrow(2, 32, 192).narrow(3, 32, 192); };
  EXPECT_GE(cosine(inner(tiled.gradient.values), inner(whole)), 0.99);
  // And the plain path tiles likewise.
  const at::Tensor leaf = values.detach().requires_grad_(true);
  const Looked slow = look_plainly(*plain, objective, leaf, decode(leaf, {256, 256}, params), how);
  EXPECT_GE(cosine(tiled.gradient.values, slow.gradient.values), 0.9999);
  EXPECT_NEAR(tiled.reached / slow.reached, 1, 1e-3);
}

/// How much further from the whole picture's gradient the mean of so many looks is where the control's tiles
/// meet (every 64 px, the four columns around) than elsewhere. 1: no seam.
// A layer whose cells see less than a tile, so that what goes wrong at a border stays near it.
double seam_after(int looks, const std::function<TileGrid(Random&)>& grid_of) {
  const auto network = plan::make_fast(plan::trained_network(), plan::Precision::float32);
  DreamParams params;
  params.parametrisation = recipe::Parametrisation::pixel;
  params.targets = {{recipe::ObjectiveKind::layer, "", "conv2", 0, 1}};
  const auto objective = Objective::bind(params.targets, *network, index_of).value();
  const Size size{320, 320};
  PicturePath path;
  path.prepare(size, params);
  path.decode(noise(size.height, size.width) * 0.1 + 0.45);
  const auto look = [&](const TileGrid& grid) {
    const LookOptions how{View{}, params.border, 0, false, grid};
    const Looked looked = look_fast(*network, objective, path, how);
    return looked.gradient.values / looked.gradient.mean_magnitude;
  };
  Random random(7, 0);
  const at::Tensor whole = look(draw_tiles(size, seen_whole, random));
  at::Tensor sum = at::zeros_like(whole);
  for (int i = 0; i < looks; ++i) sum += look(grid_of(random));
  const at::Tensor off = (sum / looks - whole).abs().mean(at::IntArrayRef{0, 1, 2});  // a column each
  double seams = 0;
  int count = 0;
  for (int seam = 64; seam < size.width; seam += 64) {
    for (int x = seam - 2; x < seam + 2; ++x, ++count) seams += off[x].item<double>();
  }
  return seams / count / off.mean().item<double>();
}

TEST(Tiles, LeaveNoSeams) {
  const auto fixed = [](Random&) {
    const std::vector<float> even(64, 1.0F);
    TileGrid::Axis axis{{0, 64, 128, 192, 256}, {even, even, even, even, even}};
    return TileGrid{{64, 64}, axis, axis};
  };
  const auto drawn = [](Random& random) { return draw_tiles({320, 320}, 64, random); };
  const double with_seams = seam_after(2, fixed), without = seam_after(8, drawn);
  std::printf("fixed tiles %.3f, drawn ones %.3f\n", with_seams, without);
  EXPECT_GT(with_seams, 1.3) << "the control has seams, or this test sees none";
  EXPECT_LT(without, 1 + 0.3 * (with_seams - 1));
}

DreamParams large(int tile) {
  DreamParams params;
  params.width = 224;
  params.height = 160;
  params.tile = tile;
  params.targets[0].species = "17";
  params.redirect_relu_steps = 2;
  return params;
}

TEST(Tiles, DreamsRepeatToTheBit) {
  const auto network = plan::make_fast(plan::trained_network(), plan::Precision::float32);
  const auto one = begin(network, large(96)), two = begin(network, large(96)),
             whole = begin(network, large(256));
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(one->step().ok());
    ASSERT_TRUE(two->step().ok());
    ASSERT_TRUE(whole->step().ok());
  }
  EXPECT_TRUE(at::equal(one->picture_tensor(), two->picture_tensor()));
  EXPECT_FALSE(at::equal(one->picture_tensor(), whole->picture_tensor()));
}

TEST(Tiles, ClimbLikeAnyDream) {
  const auto network = plan::make_fast(plan::trained_network(), plan::Precision::float32);
  const auto dreamer = begin(network, large(96));
  const float before = dreamer->step().value().objective;
  StepReport last;
  for (int i = 0; i < 24; ++i) last = dreamer->step().value();
  EXPECT_GT(last.objective, before + 3);
  EXPECT_EQ(last.top.front().class_index, 17);
  EXPECT_EQ(dreamer->classify(1).value().front().class_index, 17);
}

/// The largest picture a network was shown, in pixels.
class Watched final : public net::Network {
 public:
  std::span<const net::Tap> taps() const override { return network_->taps(); }
  int classes() const override { return network_->classes(); }
  at::Device device() const override { return network_->device(); }
  net::Activations forward(const at::Tensor& image, const std::set<std::string>& wanted,
                           net::ForwardOptions options) const override {
    largest = std::max(largest, image.size(2) * image.size(3));
    return network_->forward(image, wanted, options);
  }
  mutable std::int64_t largest = 0;

 private:
  std::shared_ptr<const net::Network> network_ = tiny();
};

TEST(Tiles, NothingLargerThanATileIsEverSeen) {
  const auto watched = std::make_shared<Watched>();
  DreamParams params = large(64);
  params.targets[0].species = "1";
  params.pad = 8;
  const auto dreamer = begin(watched, params);
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(dreamer->step().ok());
  EXPECT_FALSE(dreamer->classify(2).value().empty());
  EXPECT_FALSE(dreamer->probabilities_under(*watched).value().empty());
  EXPECT_EQ(watched->largest, 80 * 80);
}

TEST(Tiles, APlansMemoryIsThatOfATile) {
  const auto pool = std::make_shared<plan::PlanPool>(plan::Precision::float32);
  const auto network = plan::make_fast(plan::trained_network(), pool);
  DreamParams params = large(64);
  params.redirect_relu_steps = 0;
  const auto dreamer = begin(network, params);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(dreamer->step().ok());
  EXPECT_EQ(pool->size(), 1U) << "one plan serves every tile";
}

}  // namespace
}  // namespace birddream::dream
