// Where the time of a dream step goes: the whole step and the network's part of it, what is left between
// them, and its parts, by hand and by autograd. GoogLeNet, Fourier parametrisation, every view turned and
// magnified, Adam. Turn by turn, medians.
//   step_parts [TURNS] [SIDE] [THREADS]
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/autograd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

#include "dream/dreamer.h"
#include "dream/objective.h"
#include "dream/optimiser.h"
#include "dream/picture_path.h"
#include "dream/view.h"
#include "net/network.h"
#include "plan/fast_network.h"

namespace {

using namespace birddream;

constexpr const char* logits = "logits";
constexpr int steps_a_turn = 8;

double seconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

struct Part {
  const char* name;
  std::function<void()> work;
  std::vector<double> times = {};

  double median() {
    std::ranges::sort(times);
    return 1000 * times[times.size() / 2];
  }
};

void measure(int side, int threads, int turns) {
  at::set_num_threads(threads);
  recipe::DreamParams params;
  params.width = params.height = side;
  params.redirect_relu_steps = 0;
  const auto weights = net::random_weights("googlenet", 1000, 1).value();
  const auto plain = net::make_network("googlenet", weights, at::kCPU).value();
  const auto fast32 = plan::make_fast(plain, plan::Precision::float32);
  const auto fast16 = plan::make_fast(plain, plan::Precision::bfloat16);
  const auto find = [](const std::string&) { return Result<int>(7); };
  const auto dream = [&](const auto& network) {
    return dream::Dreamer::begin(network, params, find).value();
  };
  const auto slow = dream(plain), quick32 = dream(fast32), quick16 = dream(fast16);
  const auto objective = dream::Objective::bind(params.targets, *plain, find).value();

  const at::Tensor values = at::randn({1, 3, side, side / 2 + 1, 2}) * 0.01;
  const at::Tensor gradient = at::randn({1, 3, side, side});
  const at::Tensor scores = at::randn({1, 1000});
  dream::View view;
  view.shift_x = 3;
  view.angle = 5 * std::numbers::pi_v<float> / 180;
  view.scale = 1.05F;
  const dream::Size size{side, side};
  dream::PicturePath path;
  path.prepare(size, params);
  const at::Tensor picture = path.decode(values);
  path.show(view, params.border, 0);
  const dream::ValuesGradient back = path.backward(gradient);
  dream::Ascent ascent, ascent_plain;
  at::Tensor next;
  const auto network_part = [&](const net::Network& network) {
    const auto look = plan::look(network, picture, {logits});
    look.backward({{logits, scores}});
  };
  Part parts[] = {
      {"step, plain", [&] { (void)slow->step().value(); }},
      {"step, float32", [&] { (void)quick32->step().value(); }},
      {"step, bfloat16", [&] { (void)quick16->step().value(); }},
      {"network, plain", [&] { network_part(*plain); }},
      {"network, float32", [&] { network_part(*fast32); }},
      {"network, bfloat16", [&] { network_part(*fast16); }},
      {"decode", [&] { path.decode(values); }},
      {"show", [&] { path.show(view, params.border, 0); }},
      {"backward", [&] { path.backward(gradient); }},
      {"Adam",
       [&] { ascent.step_fused(values, back.values, back.mean_magnitude, params.optimiser, 0.05, next); }},
      {"objective",
       [&] {
         objective.climb({{logits, scores}});
       }},
      {"top scores", [&] { dream::top_scores(scores, 5); }},
      {"inverse FFT alone",
       [&] {
         at::_fft_c2r(at::view_as_complex(values), {2, 3}, 0, side);
       }},
      {"forward FFT alone",
       [&] {
         at::_fft_r2c(gradient, {2, 3}, 0, true);
       }},
      {"autograd: decode, show, back",
       [&] {
         const at::Tensor leaf = values.detach().requires_grad_(true);
         const at::Tensor seen = dream::apply_view(dream::decode(leaf, size, params), view, params.border, 0);
         torch::autograd::grad({seen}, {leaf}, {gradient});
       }},
      {"autograd: objective",
       [&] {
         const net::Activations leaf{{logits, scores.detach().requires_grad_(true)}};
         const at::Tensor value = objective.value(leaf);
         torch::autograd::grad({value}, {leaf.at(logits)});
       }},
      {"operators: Adam", [&] { ascent_plain.step(values, back.values, params.optimiser, 0.05); }},
  };
  for (Part& part : parts) part.work();
  for (int turn = 0; turn < turns; ++turn) {
    for (Part& part : parts) {
      for (int i = 0; i < steps_a_turn; ++i) part.times.push_back(seconds(part.work));
    }
  }
  std::printf("GoogLeNet %d px, %d threads, ms\n", side, threads);
  for (Part& part : parts) std::printf("  %-30s %8.3f\n", part.name, part.median());
  constexpr const char* kinds[] = {"plain", "float32", "bfloat16"};
  for (int i = 0; i < 3; ++i)
    std::printf("  all but the network, %-9s %8.3f\n", kinds[i], parts[i].median() - parts[i + 3].median());
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const int turns = argc > 1 ? std::atoi(argv[1]) : 10;
  for (const int side : {128, 224}) {
    for (const int threads : {2, 1}) {
      if ((argc > 2 && std::atoi(argv[2]) != side) || (argc > 3 && std::atoi(argv[3]) != threads)) continue;
      measure(side, threads, turns);
    }
  }
}
