#include "gpu/dream_step.h"

#include <ATen/ATen.h>
#include <dlfcn.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "gpu/fixture.h"
#include "plan/networks.h"

namespace birddream::gpu {
namespace {

cuda::StepBlock block_of(int kind, int index) {
  cuda::StepBlock block{};
  block.view.x_right = block.view.y_down = 1;
  block.terms[0] = {kind, 0, index, 1};
  block.term_count = 1;
  block.rule = cuda::StepBlock::adam;
  block.rate = 0.05F;
  block.correct = 1;
  return block;
}

class Step : public OnDevice {
 protected:
  Step() : graph(std::make_shared<const net::Graph>(*plan::trained_network()->graph())) {}
  void SetUp() override {
    OnDevice::SetUp();
    HostDevice& host = *host_device();
    host.fault = HostFault::none;
    host.captures = host.replays = host.launches = 0;
  }
  void TearDown() override { host_device()->fault = HostFault::none; }

  std::unique_ptr<DreamStep> pixels() {
    auto step = DreamStep::make(device, {graph}, {48, 40, 0, false}).value();
    const at::Tensor picture = plan::pictures(1, 40, 48);
    EXPECT_TRUE(step->put({picture, at::zeros_like(picture), at::zeros_like(picture)}).ok());
    return step;
  }

  static HostDevice* host_device() {
    static auto* const library = dlopen(BIRDDREAM_HOST_DEVICE, RTLD_NOW);
    return reinterpret_cast<HostDevice* (*)()>(dlsym(library, "host_device"))();
  }

  std::shared_ptr<const net::Graph> graph;
  const std::vector<std::string> logits = {"logits"};
};

TEST_F(Step, TheFirstIsDoneKernelByKernelTheOthersAsOneGraph) {
  const auto step = pixels();
  const auto block = block_of(cuda::StepBlock::class_logit, 5);
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(step->step(block, logits, false).ok());
  EXPECT_EQ(step->why_no_graph(), "");
  EXPECT_EQ(host_device()->captures, 1);
  EXPECT_EQ(host_device()->replays, 3);
  const int launches = host_device()->launches;
  ASSERT_TRUE(step->step(block, logits, false).ok());
  EXPECT_EQ(host_device()->launches, launches);
}

TEST_F(Step, AChangedSliderMakesNoOtherGraph) {
  const auto step = pixels();
  auto block = block_of(cuda::StepBlock::class_logit, 5);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(step->step(block, logits, false).ok());
  const at::Tensor before = step->get().value().values;
  block.rate = 0.5F;
  block.view.x = 3;
  block.view.beyond = cuda::StepBlock::mirror;
  block.sigma = 0.7F;
  block.terms[0].index = 77;
  block.terms[0].weight = -2;
  ASSERT_TRUE(step->step(block, logits, false).ok());
  EXPECT_EQ(host_device()->captures, 1);
  EXPECT_GT((step->get().value().values - before).abs().max().item<float>(), 0.1F);
}

TEST_F(Step, OneAfterTheOtherOrAsAGraphIsTheSame) {
  const auto run = [this](HostFault fault) {
    host_device()->fault = fault;
    const auto step = pixels();
    for (int i = 0; i < 3; ++i)
      EXPECT_TRUE(step->step(block_of(cuda::StepBlock::cross_entropy, 9), logits, false).ok());
    return std::pair(step->get().value().values, step->why_no_graph());
  };
  const auto graph_way = run(HostFault::none), broken_begin = run(HostFault::capture_begin),
             broken_end = run(HostFault::capture_end);
  EXPECT_EQ(broken_begin.second, "no host graph today");
  EXPECT_EQ(broken_end.second, "the host graph broke");
  EXPECT_TRUE(at::equal(graph_way.first, broken_begin.first));
  EXPECT_TRUE(at::equal(graph_way.first, broken_end.first));
}

TEST_F(Step, SaysWhatWentWrongAndGivesAllBack) {
  const int before = host_device()->live;
  host_device()->fault = HostFault::memory;
  host_device()->memory_left = 20'000'000;
  const auto made = DreamStep::make(device, {graph}, {128, 128, 0, true});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().message, "no host memory left");
  EXPECT_EQ(host_device()->live, before);
  host_device()->fault = HostFault::pinned_memory;
  EXPECT_EQ(DreamStep::make(device, {graph}, {128, 128, 0, true}).error().message, "no pinned host memory");
  EXPECT_EQ(host_device()->live, before);

  host_device()->fault = HostFault::none;
  const auto step = pixels();
  const auto block = block_of(cuda::StepBlock::class_logit, 5);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(step->step(block, logits, false).ok());
  host_device()->fault = HostFault::replay;
  EXPECT_EQ(step->step(block, logits, false).error().message, "the host graph does not start");
  host_device()->fault = HostFault::wait;
  EXPECT_EQ(step->step(block, logits, false).error().message, "the host device broke down");
}

TEST_F(Step, GivesBackAllThatItTook) {
  const int before = host_device()->live;
  DreamStep::Picture picture;
  {
    const auto step = pixels();
    for (int i = 0; i < 3; ++i)
      ASSERT_TRUE(step->step(block_of(cuda::StepBlock::class_logit, 5), logits, i == 0).ok());
    picture = step->picture().value();
  }
  EXPECT_GT(host_device()->live, before);  // the picture lives on
  picture = {};
  EXPECT_EQ(host_device()->live, before);
}

TEST_F(Step, PicturesStayAsTheyWereWhenTaken) {
  const auto step = pixels();
  const auto first = step->picture().value();
  const std::vector<float> then(first.host, first.host + 3 * 40 * 48);
  ASSERT_TRUE(step->step(block_of(cuda::StepBlock::class_logit, 5), logits, false).ok());
  const auto second = step->picture().value();
  EXPECT_NE(second.host, first.host);
  EXPECT_TRUE(std::equal(then.begin(), then.end(), first.host));
  EXPECT_FALSE(std::equal(then.begin(), then.end(), second.host));
  EXPECT_EQ(get(second.device, 10), std::vector<float>(second.host, second.host + 10));
}

TEST_F(Step, AnOverflowIsDoneAgainWithLess) {
  const auto step = pixels();
  // A whole layer pulls: with a scale of 1024 the sums leave the range of halves.
  const auto block = block_of(cuda::StepBlock::layer, 0);
  const auto outcome = step->step(block, {"inception_4c"}, false);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->result.good, 1);
  EXPECT_TRUE(std::isfinite(outcome->result.norm));
  const int before = host_device()->replays;
  ASSERT_TRUE(step->step(block, {"inception_4c"}, false).ok());
  EXPECT_EQ(host_device()->replays, before + 1);  // what fitted once is tried first
  // Other layers owe nothing for it.
  const auto other = step->step(block_of(cuda::StepBlock::class_logit, 5), logits, false);
  ASSERT_TRUE(other.ok());
  EXPECT_EQ(other->result.scale, LossScale::usual);
}

TEST_F(Step, APictureThatRanAwayIsNotTaken) {
  const auto step = pixels();
  const at::Tensor before = step->get().value().values;
  auto block = block_of(cuda::StepBlock::class_logit, 5);
  block.rule = cuda::StepBlock::sgd;
  block.rate = std::numeric_limits<float>::infinity();
  const auto outcome = step->step(block, logits, false);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->result.lost, 1);
  EXPECT_TRUE(at::equal(step->get().value().values, before));
}

}  // namespace
}  // namespace birddream::gpu
