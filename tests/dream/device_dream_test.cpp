// Dreams whose steps are the GPU's kernels, on host memory, beside the reference, LibTorch with autograd.
#include <ATen/ATen.h>
#include <dlfcn.h>
#include <gmock/gmock.h>

#include <cmath>
#include <functional>

#include "checkpoint/series.h"
#include "dream/dreamer.h"
#include "dream/network_stepper.h"
#include "gpu/host_device/host_device.h"
#include "gpu/on_device.h"
#include "net/layers.h"
#include "plan/networks.h"

namespace birddream::dream {
namespace {

using recipe::DreamParams;
using testing::HasSubstr;

/// A network of layers that halves hardly hurt, so that all else of a step can be compared closely.
class Shallow final : public net::Network {
 public:
  Shallow() {
    const at::Generator generator = at::detail::createCPUGenerator(3);
    weight_ = at::randn({16, 3, 3, 3}, generator, at::kFloat) * 0.3;
    bias_ = at::rand({16}, generator, at::kFloat) * 0.2;
    last_ = at::randn({10, 16}, generator, at::kFloat);
    taps_ = {{"features", 16}, {"logits", 10}};
  }
  std::span<const net::Tap> taps() const override { return taps_; }
  int classes() const override { return 10; }
  at::Device device() const override { return at::kCPU; }
  net::Activations forward(const at::Tensor& image, const std::set<std::string>& wanted,
                           net::ForwardOptions options) const override {
    net::Activations found;
    const at::Tensor x =
        net::relu(at::conv2d(image * 2 - 1, weight_, bias_, {2, 2}, {1, 1}), options.redirect_relu);
    if (wanted.contains("features")) found["features"] = x;
    if (wanted.contains("logits"))
      found["logits"] = at::linear(x.mean({2, 3}), last_, bias_.narrow(0, 0, 10));
    return found;
  }
  std::optional<net::Graph> graph() const override {
    using Op = net::Graph::Op;
    net::Graph graph;
    graph.scale.fill(2);
    graph.shift.fill(-1);
    const int x = graph.add({Op::convolution, {graph.add({})}, "features", weight_, bias_, 2, {1, 1}});
    graph.add({Op::linear, {graph.add({Op::global_mean, {x}})}, "logits", last_, bias_.narrow(0, 0, 10)});
    return graph;
  }

 private:
  at::Tensor weight_, bias_, last_;
  std::vector<net::Tap> taps_;
};

Result<int> index_of(const std::string& species) {
  return std::stoi(species);
}

std::shared_ptr<const gpu::Device> host() {
  static const std::shared_ptr<const gpu::Device> device = gpu::Device::open(BIRDDREAM_HOST_DEVICE).value();
  return device;
}
HostDevice& knobs() {
  static void* const library = dlopen(BIRDDREAM_HOST_DEVICE, RTLD_NOW);
  return *reinterpret_cast<HostDevice* (*)()>(dlsym(library, "host_device"))();
}

std::unique_ptr<Dreamer> begin(const std::shared_ptr<const net::Network>& network,
                               const DreamParams& params) {
  auto dreamer = Dreamer::begin(network, params, index_of, [network](const std::string&) {
    return Result<std::shared_ptr<const net::Network>>(network);
  });
  EXPECT_TRUE(dreamer.ok()) << (dreamer.ok() ? "" : dreamer.error().message);
  return std::move(dreamer).value();
}

struct Case {
  std::string name;
  std::function<void(DreamParams&)> change;
};
void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

DreamParams params_of(const std::function<void(DreamParams&)>& change) {
  DreamParams params;
  params.width = 70;
  params.height = 64;
  params.targets[0].species = "4";
  params.redirect_relu_steps = 2;
  params.spectrum_noise = 0.1F;
  params.spectrum_decay = 1.2F;
  params.contrast = 1.4F;
  params.optimiser = recipe::Optimiser::sgd_normalised;
  params.learning_rate = 0.0005F;  // of the mean gradient; low frequencies have a thousand times it
  change(params);
  return params;
}

class OnHost : public testing::Test {
 protected:
  void TearDown() override { knobs().fault = HostFault::none; }
};
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
             }}),
    [](const auto& test) { return test.param.name; });

TEST_F(OnHost, SlidersMoveUnderADreamThatLivesThere) {
  DreamParams params = params_of([](DreamParams&) {});
  const auto network = std::make_shared<Shallow>();
  const auto plain = begin(network, params), device = begin(gpu::on_device(network, host()), params);
  const std::vector<std::function<void()>> moves = {
      [&] { params.jitter = 0; },
      [&] { params.pad = 6; },
      [&] { params.targets[0].species = "7"; },
      [&] { params.contrast = 2; },
      [&] { params.parametrisation = recipe::Parametrisation::pixel; },
      [&] { params.blur_max = 0.5F; },
      [&] {
        params.targets = {{recipe::ObjectiveKind::layer, "", "features"}};
      },
  };
  for (const auto& move : moves) {
    move();
    for (Dreamer* dreamer : {plain.get(), device.get()}) {
      ASSERT_TRUE(dreamer->set_params(params).ok());
      for (int i = 0; i < 2; ++i) ASSERT_TRUE(dreamer->step().ok());
    }
    EXPECT_TRUE(device->on_device());
    EXPECT_LT((device->picture_tensor() - plain->picture_tensor()).abs().mean().item<float>(), 2e-3F);
  }
}

TEST_F(OnHost, ATargetOfAnotherCheckpointIsClimbedAtHome) {
  DreamParams params = params_of([](DreamParams&) {});
  const auto network = std::make_shared<Shallow>();
  const auto device = begin(gpu::on_device(network, host()), params), plain = begin(network, params);
  for (Dreamer* dreamer : {plain.get(), device.get()}) ASSERT_TRUE(dreamer->step().ok());
  EXPECT_TRUE(device->on_device());
  params.targets[0].checkpoint = "another";
  for (Dreamer* dreamer : {plain.get(), device.get()}) {
    ASSERT_TRUE(dreamer->set_params(params).ok());
    ASSERT_TRUE(dreamer->step().ok());
  }
  EXPECT_FALSE(device->on_device());
  EXPECT_LT((device->picture_tensor() - plain->picture_tensor()).abs().max().item<float>(), 5e-3F);
}

TEST_F(OnHost, WhatBreaksOffGoesOnOnTheCpuWithTheReason) {
  const DreamParams params = params_of([](DreamParams&) {});
  const auto network = std::make_shared<Shallow>();
  for (const auto& [fault, reason] : {std::pair(HostFault::memory, "no host memory left"),
                                      std::pair(HostFault::launch, "a host kernel does not start")}) {
    const auto device = begin(gpu::on_device(network, host()), params), plain = begin(network, params);
    knobs().fault = fault;
    knobs().memory_left = 100'000;
    for (Dreamer* dreamer : {plain.get(), device.get()}) ASSERT_TRUE(dreamer->step().ok());
    EXPECT_FALSE(device->on_device());
    EXPECT_EQ(device->device_note(), reason);
    EXPECT_TRUE(at::equal(device->picture_tensor(), plain->picture_tensor()));
    knobs().fault = HostFault::none;
  }
}

TEST_F(OnHost, ADreamThatTheGpuDropsMidwayLosesNoStep) {
  const DreamParams params = params_of([](DreamParams& p) { p.optimiser = recipe::Optimiser::adam; });
  const auto network = std::make_shared<Shallow>();
  const auto device = begin(gpu::on_device(network, host()), params), plain = begin(network, params);
  for (int i = 0; i < 6; ++i) {
    if (i == 3) knobs().fault = HostFault::replay;
    for (Dreamer* dreamer : {plain.get(), device.get()}) ASSERT_TRUE(dreamer->step().ok());
  }
  EXPECT_EQ(device->steps_done(), 6);
  EXPECT_EQ(device->device_note(), "the host graph does not start");
  EXPECT_LT((device->picture_tensor() - plain->picture_tensor()).abs().mean().item<float>(), 2e-3F);
}

TEST_F(OnHost, WithoutGraphsItDreamsAllTheSameAndSaysSo) {
  knobs().fault = HostFault::capture_end;
  const DreamParams params = params_of([](DreamParams&) {});
  const auto device = begin(gpu::on_device(std::make_shared<Shallow>(), host()), params);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(device->step().ok());
  EXPECT_TRUE(device->on_device());
  EXPECT_EQ(device->device_note(), "the host graph broke");
}

TEST_F(OnHost, AnotherCheckpointTakesTheDreamOver) {
  const DreamParams params = params_of([](DreamParams& p) {
    p.targets[0].species = "12";
    p.jitter = 0, p.rotate = 0, p.scale_min = p.scale_max = 1;
    p.flip = recipe::FlipMode::none, p.redirect_relu_steps = 0;
  });
  const auto file = std::filesystem::path(BIRDDREAM_SOURCE_DIR) / "assets/birds/full-1.safetensors";
  const auto other =
      net::make_network("googlenet", net::load_weights(file).value().tensors, at::kCPU).value();
  const auto device = begin(gpu::on_device(plan::trained_network(), host()), params);
  ASSERT_TRUE(device->step().ok());
  const at::Tensor before = device->picture_tensor().clone();
  ASSERT_TRUE(device->set_network(gpu::on_device(other, host())).ok());
  EXPECT_TRUE(at::equal(device->picture_tensor(), before));
  const float expected = other->forward(before, {"logits"}).at("logits").index({0, 12}).item<float>();
  EXPECT_NEAR(device->step()->objective, expected, 0.02F * std::abs(expected) + 0.02F);
  EXPECT_TRUE(device->on_device());
  ASSERT_TRUE(device->set_network(other).ok());  // back on the CPU
  EXPECT_FALSE(device->on_device());
  ASSERT_TRUE(device->step().ok());
}

TEST_F(OnHost, ATrainedNetworksDreamIsTheFloatOnes) {
  const DreamParams params = params_of([](DreamParams& p) {
    p.targets[0].species = "40";
    p.optimiser = recipe::Optimiser::sgd_normalised;
  });
  const auto network = plan::trained_network();
  const auto plain = begin(network, params), device = begin(gpu::on_device(network, host()), params);
  const at::Tensor start = plain->picture_tensor().clone();
  float reached_there = 0, reached = 0;
  for (int i = 0; i < 4; ++i) reached = plain->step()->objective, reached_there = device->step()->objective;
  EXPECT_NEAR(reached_there, reached, 0.03F * std::abs(reached) + 0.05F);
  EXPECT_GE(plan::cosine(device->picture_tensor() - start, plain->picture_tensor() - start), 0.98);
}

TEST_F(OnHost, TheWindowsStepperDreamsThereAndSaysWhereAndWhy) {
  ASSERT_EQ(setenv("BIRDDREAM_CUDA_PLUGIN", BIRDDREAM_HOST_DEVICE, 1), 0);
  const auto series =
      checkpoint::load_series(std::filesystem::path(BIRDDREAM_SOURCE_DIR) / "assets/birds").value();
  const auto stepper = network_stepper(series, "auto", "float32")().value();
  unsetenv("BIRDDREAM_CUDA_PLUGIN");
  DreamParams params = params_of([](DreamParams& p) { p.targets[0].species = "bald eagle"; });
  ASSERT_TRUE(stepper->load(checkpoint::place_at(0)).ok());
  ASSERT_TRUE(stepper->restart(params).ok());
  EXPECT_EQ(stepper->info().device, "GPU, host memory, half");
  ASSERT_TRUE(stepper->step().ok());
  EXPECT_FALSE(stepper->info_changed());
  ASSERT_TRUE(stepper->load(checkpoint::place_between(0, 1, 0.5F)).ok());  // between two checkpoints
  ASSERT_TRUE(stepper->step().ok());
  EXPECT_FALSE(stepper->info_changed());
  EXPECT_EQ(stepper->info().precision, "half");

  // Two at a time on one device.
  const auto other = stepper->another().value();
  ASSERT_TRUE(other->load(checkpoint::place_at(1)).ok());
  ASSERT_TRUE(other->restart(params).ok());
  ASSERT_TRUE(other->step().ok());
  EXPECT_EQ(other->info().precision, "half");

  knobs().fault = HostFault::wait;
  ASSERT_TRUE(stepper->step().ok());
  EXPECT_TRUE(stepper->info_changed());
  EXPECT_THAT(stepper->info().device, testing::StartsWith("CPU"));
  EXPECT_THAT(stepper->info().why, HasSubstr("the host device broke down"));
  EXPECT_EQ(stepper->info().precision, "float32");
  EXPECT_FALSE(stepper->info_changed());
  EXPECT_EQ(stepper->steps_done(), 3);
}

}  // namespace
}  // namespace birddream::dream
