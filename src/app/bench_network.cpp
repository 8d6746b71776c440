#include "app/bench_network.h"

#include <ATen/ATen.h>
#include <torch/autograd.h>

#include "plan/plan.h"

namespace birddream::app {
namespace {

const std::string logits(net::logits_tap);

/// What is timed is what is compared.
Contender contender(std::string name, const std::function<at::Tensor()>& gradient) {
  return {std::move(name), [gradient]() -> Result<at::Tensor> { return gradient(); },
          [gradient]() -> Result<double> {
            const auto begun = std::chrono::steady_clock::now();
            gradient();
            return milliseconds_since(begun);
          }};
}

Contender plain_contender(const BenchSubject& subject) {
  const auto gradient = [network = subject.network, image = subject.input] {
    const at::Tensor x = image.detach().requires_grad_(true);
    const at::Tensor y = network->forward(x, {logits}).at(logits);
    return torch::autograd::grad({y.select(1, bench_goal).sum()}, {x})[0];
  };
  return contender("plain", gradient);
}

Result<Contender> plan_contender(const BenchSubject& subject, plan::Precision precision,
                                 const std::string& name) {
  const auto graph = subject.network->graph();
  if (!graph) return Error{"This architecture has no plan."};
  const at::Tensor image = subject.input;
  const plan::Plan::Size size{static_cast<int>(image.size(0)), static_cast<int>(image.size(2)),
                              static_cast<int>(image.size(3))};
  auto made = plan::Plan::make(*graph, size, {logits}, precision);
  if (!made) return made.error();
  const at::Tensor towards = at::zeros({image.size(0), subject.network->classes()});
  towards.select(1, bench_goal).fill_(1);
  const std::shared_ptr<plan::Plan> planned = std::move(made).value();
  const auto gradient = [planned, image, towards] {
    planned->forward(image);
    return planned->backward({{logits, towards}});
  };
  return contender(name, gradient);
}

}  // namespace

std::vector<Contender> network_contenders(const BenchSubject& subject, std::vector<std::string>& problems) {
  std::vector<Contender> contenders = {plain_contender(subject)};
  for (const auto& [precision, name] : {std::pair{plan::Precision::float32, "plan float32"},
                                        std::pair{plan::Precision::bfloat16, "plan bfloat16"}}) {
    auto made = plan_contender(subject, precision, name);
    if (made) {
      contenders.push_back(std::move(made).value());
    } else {
      problems.push_back(std::string(subject.bench.name) + ", " + name + ": " + made.error().message);
    }
  }
  return contenders;
}

}  // namespace birddream::app
