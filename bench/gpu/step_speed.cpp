// The GPU's dream step, checked beside LibTorch's float32 on the CPU and timed. Driven by
// bench/gpu/gpu_bench.py.
//   gpu_step_speed PLUGIN FOLDER
// For each case it writes its weights as FOLDER/ARCHITECTURE.safetensors and answers one line of JSON; then
// each line "CASE TIMES" on stdin is answered by so many steps' milliseconds, each from the call to the
// result on the host, with other numbers in the block each time.
#include <ATen/ATen.h>
#include <torch/autograd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <map>

#include "gpu/dream_step.h"
#include "net/network.h"
#include "net/weights.h"

namespace {

using namespace birddream;
using cuda::StepBlock;
using gpu::DreamStep;

constexpr int goal = 130;

struct Case {
  std::string name, architecture;
  int side;
};
const std::vector<Case> cases = {{"googlenet_128", "googlenet", 128},
                                 {"googlenet_224", "googlenet", 224},
                                 {"inception_v4_128", "inception_v4", 128},
                                 {"inception_v4_299", "inception_v4", 299}};

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "gpu_step_speed: %s\n", why.c_str());
  std::exit(1);
}
template <class T>
T expect(Result<T> result) {
  if (!result) fail(result.error().message);
  return std::move(result).value();
}
void expect(const Status& status) {
  if (!status) fail(status.error().message);
}

/// Trained weights where some ship; for the others random ones must do.
net::StateDict weights_of(const std::string& architecture) {
  if (architecture != "googlenet") return expect(net::random_weights(architecture, 1000, 1));
  return expect(net::load_weights(std::filesystem::path(BIRDDREAM_SOURCE_DIR) /
                                  "assets/imagenet/googlenet.safetensors"))
      .tensors;
}

StepBlock block_of() {
  StepBlock block{};
  block.view.x_right = block.view.y_down = 1;
  block.terms[0] = {StepBlock::class_logit, 0, goal, 1};
  block.term_count = 1;
  block.rule = StepBlock::sgd;
  block.rate = 1;
  block.correct = 1;
  return block;
}

double cosine(const at::Tensor& a, const at::Tensor& b) {
  const at::Tensor x = a.flatten().to(at::kDouble), y = b.flatten().to(at::kDouble);
  return (x.dot(y) / (x.norm() * y.norm())).item<double>();
}

class Contender {
 public:
  Contender(const std::shared_ptr<gpu::Device>& device, const Case& c, const std::filesystem::path& folder)
      : device_(device), case_(c) {
    const net::StateDict weights = weights_of(c.architecture);
    expect(net::save_weights(folder / (c.architecture + ".safetensors"), weights, {}));
    network_ = expect(net::make_network(c.architecture, weights, at::kCPU));
    graph_ = std::make_shared<const net::Graph>(*network_->graph());
    check();
    step_ = expect(DreamStep::make(device, {graph_}, {c.side, c.side, 0, true}));
    const at::Tensor frequency = at::arange(c.side / 2 + 1).clamp_min(1).to(at::kFloat).pow(-1);
    expect(step_->set_decoding(frequency.expand({c.side, c.side / 2 + 1}) / (4.0 * c.side), at::eye(3)));
    const at::Tensor values = at::randn({1, 3, c.side, c.side / 2 + 1, 2}) * 0.01;
    expect(step_->put({values, at::zeros_like(values), at::zeros_like(values)}));
    run(20);
  }

  std::vector<double> run(int times) {
    std::vector<double> all;
    for (int i = 0; i < times; ++i) {
      StepBlock block = block_of();
      block.rule = StepBlock::adam;
      block.rate = 0.01F;
      block.view.x = static_cast<float>(count_ % 7) * 0.5F;  // sliders move all the time
      block.view.x_right = 1 + 0.01F * static_cast<float>(count_++ % 5);
      const auto begun = std::chrono::steady_clock::now();
      const auto outcome = expect(step_->step(block, {"logits"}, false));
      all.push_back(
          std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
      if (outcome.result.good == 0) fail(case_.name + ": a step was not taken");
    }
    return all;
  }

  void describe(bool last) const {
    std::printf(
        "  {\"name\": \"%s\", \"cosine\": %.6f, \"logits_cosine\": %.6f, \"objective\": %.5f, "
        "\"objective_cpu_float32\": %.5f, \"repeats\": %s, \"graph\": \"%s\", \"mebibytes\": %.1f}%s\n",
        case_.name.c_str(), cosine_, logits_cosine_, objective_, plain_objective_,
        repeats_ ? "true" : "false", step_->why_no_graph().c_str(),
        static_cast<double>(step_->bytes()) / (1 << 20), last ? "" : ",");
  }
  const std::string& name() const { return case_.name; }

 private:
  // A picture climbed with rate 1 from its own pixels: what was added is the gradient.
  void check() {
    const at::Generator generator = at::detail::createCPUGenerator(7);
    const at::Tensor picture = at::upsample_bilinear2d(
        at::rand({1, 3, case_.side / 8, case_.side / 8}, generator), {case_.side, case_.side}, false);
    const at::Tensor x = picture.detach().requires_grad_(true);
    const at::Tensor logits = network_->forward(x, {"logits"}).at("logits");
    const at::Tensor expected = torch::autograd::grad({logits.select(1, goal).sum()}, {x})[0];
    plain_objective_ = logits.index({0, goal}).item<float>();
    std::vector<at::Tensor> found;
    for (int i = 0; i < 2; ++i) {
      const auto step = expect(DreamStep::make(device_, {graph_}, {case_.side, case_.side, 0, false}));
      // The second time as a graph.
      for (int warm = 0; warm <= i; ++warm) {
        expect(step->put({picture, at::zeros_like(picture), at::zeros_like(picture)}));
        const auto outcome = expect(step->step(block_of(), {"logits"}, false));
        objective_ = outcome.result.objective;
        logits_cosine_ = cosine(outcome.logits, logits.detach());
      }
      found.push_back(expect(step->get()).values - picture);
    }
    cosine_ = cosine(found[0], expected);
    repeats_ = at::equal(found[0], found[1]);
  }

  std::shared_ptr<gpu::Device> device_;
  Case case_;
  std::shared_ptr<const net::Network> network_;
  std::shared_ptr<const net::Graph> graph_;
  std::unique_ptr<DreamStep> step_;
  double cosine_ = 0, logits_cosine_ = 0;
  float objective_ = 0, plain_objective_ = 0;
  bool repeats_ = false;
  int count_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) fail("usage: gpu_step_speed PLUGIN FOLDER [CASE...]");
  const std::vector<std::string> chosen(arguments + 3, arguments + count);
  const auto device = expect(gpu::Device::open(arguments[1]));
  std::vector<std::unique_ptr<Contender>> contenders;
  for (const Case& c : cases) {
    if (!chosen.empty() && std::ranges::find(chosen, c.name) == chosen.end()) continue;
    contenders.push_back(std::make_unique<Contender>(device, c, arguments[2]));
  }
  std::printf("{\"device\": \"%s\", \"cases\": [\n", device->name().c_str());
  for (const auto& contender : contenders) contender->describe(contender == contenders.back());
  std::printf("]}\nready\n");
  std::fflush(stdout);
  std::string name;
  for (int times = 0; std::cin >> name >> times;) {
    for (const auto& contender : contenders) {
      if (contender->name() != name) continue;
      for (const double ms : contender->run(times)) std::printf("%.5f ", ms);
    }
    std::printf("\n");
    std::fflush(stdout);
  }
}
