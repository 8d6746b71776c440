// What happens to a dream on a GPU while it lives: sliders, other weights, a device that breaks off.
#include <vector>

#include "dream/on_host.h"
#include "plan/networks.h"

namespace birddream::dream {
namespace {

using recipe::DreamParams;

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

TEST_F(OnHost, BeginsAgainOutOfAPicture) {
  const DreamParams params = params_of([](DreamParams&) {});
  const auto network = std::make_shared<Shallow>();
  const auto device = begin(gpu::on_device(network, host()), params), plain = begin(network, params);
  const at::Tensor picture = at::linspace(0.1, 0.9, 3 * 64 * 70).view({1, 3, 64, 70});
  for (Dreamer* dreamer : {plain.get(), device.get()}) {
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(dreamer->step().ok());
    ASSERT_TRUE(dreamer->begin_with(picture).ok());
    ASSERT_TRUE(dreamer->step().ok());
    EXPECT_EQ(dreamer->steps_done(), 1);
  }
  EXPECT_TRUE(device->on_device());
  EXPECT_LT((device->picture_tensor() - plain->picture_tensor()).abs().mean().item<float>(), 2e-3F);
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

TEST_F(OnHost, NumbersBeyondHalvesAreDreamtOnTheCpuWithTheReason) {
  const DreamParams params = params_of([](DreamParams&) {});
  const auto network = std::make_shared<Shallow>(1e6);
  const auto device = begin(gpu::on_device(network, host()), params), plain = begin(network, params);
  for (int i = 0; i < 3; ++i) {
    for (Dreamer* dreamer : {plain.get(), device.get()}) {
      const auto step = dreamer->step();
      ASSERT_TRUE(step.ok()) << step.error().message;
    }
  }
  EXPECT_EQ(device->steps_done(), 3);
  EXPECT_FALSE(device->on_device());
  EXPECT_EQ(device->device_note(), "its half precision does not hold this network's numbers");
  EXPECT_TRUE(at::equal(device->picture_tensor(), plain->picture_tensor()));
}

TEST_F(OnHost, APictureThatRanAwayIsNotTheGpusFault) {
  const DreamParams params = params_of([](DreamParams&) {});
  const auto device = begin(gpu::on_device(std::make_shared<Shallow>(1e39), host()), params);
  for (int i = 0; i < 2; ++i) {
    const auto step = device->step();
    ASSERT_FALSE(step.ok());
    EXPECT_NE(step.error().message.find("ran away"), std::string::npos) << step.error().message;
  }
  EXPECT_EQ(device->device_note(), "");
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

}  // namespace
}  // namespace birddream::dream
