// The network's part of a dream step (forward, and backward to the picture) on the CPU: as LibTorch runs it
// with float32 NCHW weights, as birddream's plain networks do, and by a plan in float32 and bfloat16; and
// what it takes to write other weights into a plan. Turn by turn, each turn some steps in a row as in a
// dream. Medians.
//   plan_speed [TURNS] [CASE]
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/autograd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "net/network.h"
#include "plan/plan.h"

namespace {

using namespace birddream;

struct Case {
  const char* architecture;
  int side, batch;
};
constexpr Case cases[] = {{"googlenet", 128, 1},
                          {"googlenet", 224, 1},
                          {"googlenet", 128, 8},
                          {"inception_v4", 128, 1},
                          {"inception_v4", 299, 1}};
constexpr const char* logits = "logits";
constexpr int steps_a_turn = 4;

/// The graph node by node through LibTorch's operators on contiguous (NCHW) weights.
at::Tensor eager(const net::Graph& graph, const at::Tensor& image) {
  using Op = net::Graph::Op;
  std::vector<at::Tensor> values;
  for (const net::Graph::Node& node : graph.nodes) {
    const at::Tensor x = node.inputs.empty() ? image : values[static_cast<std::size_t>(node.inputs[0])];
    const std::array<std::int64_t, 2> side{3, 3}, one{1, 1}, stride{node.stride, node.stride};
    const std::array<std::int64_t, 2> padding{node.padding.height, node.padding.width};
    std::vector<at::Tensor> parts;
    switch (node.op) {
      case Op::input:
        values.push_back(x - 0.45);
        break;
      case Op::convolution:
        values.push_back(at::relu(at::conv2d(x, node.weight, node.bias, stride, padding)));
        break;
      case Op::max_pool:
        values.push_back(at::max_pool2d(x, side, stride, padding, one, node.ceil));
        break;
      case Op::average_pool:
        values.push_back(at::avg_pool2d(x, side, one, one, false, false));
        break;
      case Op::local_response_norm: {
        const at::Tensor squares = at::avg_pool3d(
            at::constant_pad_nd((x * x).unsqueeze(1), {0, 0, 0, 0, 2, 2}), {5, 1, 1}, {1, 1, 1});
        values.push_back(x / (squares.squeeze(1) * 1e-4 + 1).pow(0.75));
        break;
      }
      case Op::concat:
        for (const int input : node.inputs) parts.push_back(values[static_cast<std::size_t>(input)]);
        values.push_back(at::cat(parts, 1));
        break;
      case Op::global_mean:
        values.push_back(x.mean({2, 3}, true));
        break;
      case Op::linear:
        values.push_back(at::linear(x.flatten(1), node.weight, node.bias));
        break;
    }
  }
  return values.back();
}

double seconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

struct Way {
  const char* name;
  std::function<void()> step;
  std::vector<double> times = {};
};

double median(std::vector<double> times) {
  std::ranges::sort(times);
  return times[times.size() / 2];
}

void measure(const Case& c, int turns) {
  const auto weights = net::random_weights(c.architecture, 1000, 1).value();
  const auto plain = net::make_network(c.architecture, weights, at::kCPU).value();
  const net::Graph graph = *plain->graph();
  net::Graph contiguous = graph;
  for (net::Graph::Node& node : contiguous.nodes) {
    if (node.weight.defined()) node.weight = node.weight.contiguous();
  }
  const at::Tensor image = at::rand({c.batch, 3, c.side, c.side});
  const plan::Plan::Size size{c.batch, c.side, c.side};
  const auto fast32 = plan::Plan::make(graph, size, {logits}, plan::Precision::float32).value();
  const auto fast16 = plan::Plan::make(graph, size, {logits}, plan::Precision::bfloat16).value();
  at::Tensor goal = at::zeros({c.batch, 1000});
  goal.select(1, 7).fill_(1);
  const auto by_autograd = [&](auto run) {
    const at::Tensor x = image.detach().requires_grad_(true);
    const at::Tensor y = run(x);
    torch::autograd::grad({y}, {x}, {goal});
  };
  const auto by_plan = [&](plan::Plan& plan) {
    plan.forward(image);
    plan.backward({{logits, goal}});
  };
  Way ways[] = {
      {"eager NCHW", [&] { by_autograd([&](const at::Tensor& x) { return eager(contiguous, x); }); }},
      {"plain",
       [&] { by_autograd([&](const at::Tensor& x) { return plain->forward(x, {logits}).at(logits); }); }},
      {"float32", [&] { by_plan(*fast32); }},
      {"bfloat16", [&] { by_plan(*fast16); }},
      {"weights float32", [&] { fast32->set_weights(graph); }},
      {"weights bfloat16", [&] { fast16->set_weights(graph); }},
  };
  for (Way& way : ways) way.step();
  for (int turn = 0; turn < turns; ++turn) {
    for (Way& way : ways) {
      for (int i = 0; i < steps_a_turn; ++i) way.times.push_back(seconds(way.step));
    }
  }
  std::printf("%s %d px, batch %d, %d threads\n", c.architecture, c.side, c.batch, at::get_num_threads());
  const double first = median(ways[0].times);
  for (const Way& way : ways)
    std::printf("  %-17s %8.2f ms  %5.2fx\n", way.name, 1000 * median(way.times), first / median(way.times));
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const int turns = argc > 1 ? std::atoi(argv[1]) : 5;
  for (int i = 0; i < static_cast<int>(std::size(cases)); ++i) {
    if (argc < 3 || std::atoi(argv[2]) == i) measure(cases[i], turns);
  }
}
