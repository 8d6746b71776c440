// Dreams whose steps are the GPU's kernels, on host memory, beside the reference, LibTorch with autograd.
#include "dream/device_dream.h"

#include <cmath>

#include "dream/on_host.h"
#include "net/compare.h"
#include "plan/networks.h"

namespace birddream::dream {
namespace {

using recipe::DreamParams;

struct Case {
  std::string name;
  std::function<void(DreamParams&)> change;
};
void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

class Recipes : public OnHost, public testing::WithParamInterface<Case> {};

TEST_P(Recipes, GrowTheSamePicture) {
  const DreamParams params = params_of(GetParam().change);
  const auto network = std::make_shared<Shallow>();
  const auto plain = begin(network, params), device = begin(gpu::on_device(network, host()), params);
  const at::Tensor start = plain->picture_tensor().clone();
  for (int i = 0; i < 6; ++i) {
    const auto expected = plain->step(), found = device->step();
    ASSERT_TRUE(expected.ok() && found.ok()) << expected.error().message << found.error().message;
    EXPECT_NEAR(found->objective, expected->objective, 2e-3 * std::abs(expected->objective) + 2e-3);
    EXPECT_NEAR(found->gradient_norm / expected->gradient_norm, 1, 0.01);
    EXPECT_EQ(found->step, expected->step);
    ASSERT_EQ(found->top.size(), expected->top.size());
    for (std::size_t k = 0; k < found->top.size() && k < 1; ++k)
      EXPECT_EQ(found->top[k].class_index, expected->top[k].class_index);
  }
  const at::Tensor grown = plain->picture_tensor(), there = device->picture_tensor();
  // Where octaves changed the size, gray is what it began with.
  const at::Tensor added = grown - (start.sizes() == grown.sizes() ? start : at::full({}, 0.5F));
  ASSERT_GT(added.abs().max().item<float>(), 0.02F);
  EXPECT_LT((there - grown).norm().item<float>(), 0.02F * added.norm().item<float>());
  const image::PlanarView view = device->picture();
  EXPECT_EQ(view.memory, image::Memory::cpu);
  EXPECT_EQ(view.data[params.width * 3 + 5], there.index({0, 0, 3, 5}).item<float>());
}

INSTANTIATE_TEST_SUITE_P(
    All, Recipes,
    testing::Values(
        Case{"defaults", [](DreamParams&) {}},
        Case{"odd_size", [](DreamParams& p) { p.width = 67, p.height = 65; }},
        Case{"plain_colours", [](DreamParams& p) { p.decorrelate = false; }},
        Case{"wrapped", [](DreamParams& p) { p.border = recipe::Border::wrap, p.pad = 9, p.rotate = 60; }},
        Case{"mirrored_border",
             [](DreamParams& p) { p.border = recipe::Border::mirror, p.pad = 12, p.rotate = 60; }},
        Case{"gray_border", [](DreamParams& p) { p.pad = 5, p.jitter = 30; }},
        Case{"magnified",
             [](DreamParams& p) {
               p.scale_min = 1.7F, p.scale_max = 2.5F, p.border = recipe::Border::mirror;
             }},
        Case{"reduced",
             [](DreamParams& p) {
               p.scale_min = 0.4F, p.scale_max = 0.6F, p.border = recipe::Border::mirror;
             }},
        Case{"shifted",
             [](DreamParams& p) {
               p.rotate = 0, p.scale_min = p.scale_max = 1, p.border = recipe::Border::wrap;
             }},
        Case{"turned_picture",
             [](DreamParams& p) { p.flip = recipe::FlipMode::image, p.blur_min = 0.2F, p.blur_max = 0.6F; }},
        Case{"pixels",
             [](DreamParams& p) {
               p.parametrisation = recipe::Parametrisation::pixel, p.flip = recipe::FlipMode::image;
               p.start = recipe::StartKind::noise, p.start_contrast = 0.3F;
               p.blur_min = 0.2F, p.blur_max = 0.8F, p.learning_rate = 0.02F;
             }},
        Case{"pixels_climbing_plainly",
             [](DreamParams& p) {
               p.parametrisation = recipe::Parametrisation::pixel, p.optimiser = recipe::Optimiser::sgd;
               p.start = recipe::StartKind::noise, p.start_contrast = 0.3F, p.learning_rate = 8,
               p.clamp = false;
             }},
        Case{"adam",
             [](DreamParams& p) {
               p.learning_rate = 0.02F, p.optimiser = recipe::Optimiser::adam, p.cooldown = 0.5F, p.steps = 8;
             }},
        Case{"zoomed", [](DreamParams& p) { p.zoom = 3, p.turn = 2, p.zoom_every = 2; }},
        Case{"octaves", [](DreamParams& p) { p.octaves = 2, p.steps = 6, p.width = 96, p.height = 96; }},
        Case{"layer",
             [](DreamParams& p) {
               p.targets = {{recipe::ObjectiveKind::layer, "", "features"},
                            {recipe::ObjectiveKind::channel, "", "features", 3, -2},
                            {recipe::ObjectiveKind::cross_entropy, "2", ""},
                            {recipe::ObjectiveKind::probability, "3", "", 0, 4}};
             }},
        Case{"neuron_in_a_corner",
             [](DreamParams& p) {
               p.targets = {{recipe::ObjectiveKind::neuron, "", "features", 3}};
               p.targets[0].across = 0.9F, p.targets[0].down = 0.15F;
               p.jitter = 0, p.rotate = 0, p.scale_min = p.scale_max = 1;
             }}),
    [](const auto& test) { return test.param.name; });

TEST_F(OnHost, ATrainedNetworksDreamIsTheFloatOnes) {
  const DreamParams params = params_of([](DreamParams& p) {
    p.targets[0].species = "40";
    p.optimiser = recipe::Optimiser::sgd_normalised;
  });
  const auto network = plan::trained_network();
  const auto plain = begin(network, params), device = begin(gpu::on_device(network, host()), params);
  const at::Tensor start = plain->picture_tensor().clone();
  const auto alike = [&] {
    return cosine(device->picture_tensor() - start, plain->picture_tensor() - start);
  };
  float reached_there = 0, reached = 0;
  const auto both_step = [&] {
    reached = plain->step()->objective, reached_there = device->step()->objective;
  };
  both_step();
  EXPECT_GE(alike(), 0.98) << "the gradient";
  for (int i = 0; i < 3; ++i) both_step();
  EXPECT_NEAR(reached_there, reached, 0.03F * std::abs(reached) + 0.05F);
  EXPECT_GE(alike(), 0.95) << "each goes its own way a little further with each step";
}

}  // namespace
}  // namespace birddream::dream
