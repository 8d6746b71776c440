#include "speed_case.h"

#include <ATen/ATen.h>

#include <charconv>

#include "net/weights.h"

namespace birddream::bench {
namespace {

using cuda::StepBlock;

net::StateDict weights_of(const std::string& architecture) {
  if (architecture != "googlenet") return expect(net::random_weights(architecture, 1000, 1));
  return expect(net::load_weights(std::filesystem::path(BIRDDREAM_SOURCE_DIR) /
                                  "assets/imagenet/googlenet.safetensors"))
      .tensors;
}

}  // namespace

SpeedCase::SpeedCase(std::shared_ptr<const gpu::Device> device, const std::string& name,
                     const std::filesystem::path& folder)
    : device_(std::move(device)), name_(name) {
  const auto cut = name.rfind('_');
  const std::string side = cut == std::string::npos ? "" : name.substr(cut + 1);
  const auto read = std::from_chars(side.data(), side.data() + side.size(), side_);
  if (read.ec != std::errc{} || side_ < 16)
    throw std::runtime_error("a case is named ARCHITECTURE_SIDE, not " + name);
  const std::string architecture = name.substr(0, cut);
  const net::StateDict weights = weights_of(architecture);
  expect(net::save_weights(folder / (architecture + ".safetensors"), weights, {}));
  network_ = expect(net::make_network(architecture, weights, at::kCPU));
  graph_ = std::make_shared<const net::Graph>(*network_->graph());
}

StepBlock SpeedCase::plain_climb() {
  StepBlock block{};
  block.view.x_right = block.view.y_down = 1;
  block.terms[0] = {StepBlock::class_logit, 0, goal, 1};
  block.term_count = 1;
  block.rule = StepBlock::sgd;
  block.rate = 1;
  block.correct = 1;
  return block;
}

StepBlock SpeedCase::order(int number) {
  StepBlock block = plain_climb();
  block.rule = StepBlock::adam;
  block.rate = 0.01F;
  block.view.x = static_cast<float>(number % 7) * 0.5F;
  block.view.x_right = 1 + 0.01F * static_cast<float>(number % 5);
  return block;
}

std::unique_ptr<gpu::DreamStep> SpeedCase::begin() const {
  auto step = expect(gpu::DreamStep::make(device_, {graph_}, shape(true)));
  const at::Tensor frequency = at::arange(side_ / 2 + 1).clamp_min(1).to(at::kFloat).pow(-1);
  expect(step->set_decoding(frequency.expand({side_, side_ / 2 + 1}) / (4.0 * side_), at::eye(3)));
  const at::Generator generator = at::detail::createCPUGenerator(5);
  const at::Tensor values = at::randn({1, 3, side_, side_ / 2 + 1, 2}, generator, at::kFloat) * 0.01;
  expect(step->put({values, at::zeros_like(values), at::zeros_like(values)}));
  return step;
}

}  // namespace birddream::bench
