// The GPU's dream step: checked beside LibTorch's float32 on the CPU, timed, and taken apart. Started by
// bench/gpu/stages.py and bench/gpu/beside_python.py.
//   gpu_step_speed PLUGIN FOLDER MODE CASE...
// Modes: check; time=STEPS; kernels=REPEATS; once (one step, for profilers); turns (each line "CASE TIMES" on
// stdin is answered by a line of so many steps' milliseconds). All but turns answer each case with a line of
// JSON as soon as it is known: a number that is none is null, a case that fails says why, the next goes on.
#include <ATen/ATen.h>
#include <torch/autograd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "kernel_times.h"
#include "net/weights.h"
#include "speed_case.h"

namespace {

using namespace birddream;
using bench::expect;
using bench::SpeedCase;
using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr int warm_up = 20;  // steps

double ms_since(Clock::time_point begun) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
}

double cosine(const at::Tensor& a, const at::Tensor& b) {
  const at::Tensor x = a.flatten().to(at::kDouble), y = b.flatten().to(at::kDouble);
  return (x.dot(y) / (x.norm() * y.norm())).item<double>();
}

json summary(std::vector<double> ms) {
  std::ranges::sort(ms);
  const auto at = [&](double share) {
    return ms[static_cast<std::size_t>(share * static_cast<double>(ms.size() - 1) + 0.5)];
  };
  return {{"median_ms", at(0.5)}, {"p5_ms", at(0.05)}, {"p95_ms", at(0.95)}, {"n", ms.size()}};
}

/// A dream that goes on from call to call.
class Dream {
 public:
  explicit Dream(const SpeedCase& c) : step_(c.begin()) {}

  /// Milliseconds of each, from the call to the result on the host.
  std::vector<double> run(int times) {
    std::vector<double> all;
    for (int i = 0; i < times; ++i) {
      const auto block = SpeedCase::order(count_++);
      const auto begun = Clock::now();
      const auto outcome = expect(step_->step(block, {"logits"}, false));
      all.push_back(ms_since(begun));
      if (outcome.result.good == 0)
        throw std::runtime_error("step " + std::to_string(count_) + " was not taken: objective " +
                                 std::to_string(outcome.result.objective) + ", norm " +
                                 std::to_string(outcome.result.norm));
    }
    return all;
  }
  /// Of fetching the picture behind a step.
  std::vector<double> pictures(int times) {
    std::vector<double> all;
    for (int i = 0; i < times; ++i) {
      run(1);
      const auto begun = Clock::now();
      const auto picture = expect(step_->picture());
      all.push_back(ms_since(begun));
    }
    return all;
  }
  const gpu::DreamStep& step() const { return *step_; }

 private:
  std::unique_ptr<gpu::DreamStep> step_;
  int count_ = 0;
};

/// A picture climbed with rate 1 from its own pixels: what was added is the gradient.
json check(const SpeedCase& c, const std::filesystem::path& folder) {
  const at::Generator generator = at::detail::createCPUGenerator(7);
  const at::Tensor picture = at::upsample_bilinear2d(at::rand({1, 3, c.side() / 8, c.side() / 8}, generator),
                                                     {c.side(), c.side()}, false);
  const at::Tensor x = picture.detach().requires_grad_(true);
  const at::Tensor logits = c.network().forward(x, {"logits"}).at("logits");
  const at::Tensor expected = torch::autograd::grad({logits.select(1, SpeedCase::goal).sum()}, {x})[0];
  json found;
  std::vector<at::Tensor> gradients;
  at::Tensor own_logits;
  for (int i = 0; i < 2; ++i) {
    const auto step = expect(gpu::DreamStep::make(c.device(), {c.graph()}, c.shape(false)));
    for (int run = 0; run <= i; ++run) {  // the second time as a graph
      expect(step->put({picture, at::zeros_like(picture), at::zeros_like(picture)}));
      const auto outcome = expect(step->step(SpeedCase::plain_climb(), {"logits"}, false));
      found["good"] = outcome.result.good != 0;
      found["objective"] = outcome.result.objective;
      own_logits = outcome.logits;
    }
    gradients.push_back(expect(step->get()).values - picture);
    found["graph"] = step->why_no_graph();
  }
  found["objective_cpu_float32"] = logits.index({0, SpeedCase::goal}).item<float>();
  found["cosine"] = cosine(gradients[0], expected);
  found["logits_cosine"] = cosine(own_logits, logits.detach());
  found["repeats"] = at::equal(gradients[0], gradients[1]);
  expect(net::save_weights(folder / (c.name() + "_checked.safetensors"),
                           {{"picture", picture}, {"logits", own_logits}, {"gradient", gradients[1]}}, {}));
  return {{"check", found}};
}

json time(const SpeedCase& c, int steps) {
  Dream dream(c);
  dream.run(std::min(steps, warm_up));
  json found = {{"alone", summary(dream.run(steps))}};
  found["picture"] = summary(dream.pictures(steps));
  found["graph"] = dream.step().why_no_graph();
  found["mebibytes"] = static_cast<double>(dream.step().bytes()) / (1 << 20);
  return found;
}

json kernels(const SpeedCase& c, int repeats) {
  double sum = 0;
  json all = json::array();
  for (const auto& time : bench::kernel_times(c, repeats)) {
    sum += time.microseconds / 1000;
    all.push_back({{"kernel", time.kernel}, {"us", time.microseconds}});
    if (!time.shape.empty()) all.back()["shape"] = time.shape, all.back()["gflop"] = time.gflop;
  }
  return {{"kernels", all}, {"kernels_ms", sum}};
}

/// Answers `work` or why it failed, for the one who reads.
void answer(const std::string& name, const std::string& mode, const std::function<json()>& work) {
  json line;
  try {
    line = work();
  } catch (const std::exception& problem) {
    line = {{"failed", {{mode, problem.what()}}}};
  }
  line["case"] = name;
  std::cout << line.dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
}

void take_turns(const std::shared_ptr<const gpu::Device>& device, const std::filesystem::path& folder) {
  std::map<std::string, std::unique_ptr<Dream>> dreams;
  std::string name;
  for (int times = 0; std::cin >> name >> times;) {
    try {
      auto& dream = dreams[name];
      if (!dream) {
        dream = std::make_unique<Dream>(SpeedCase(device, name, folder));
        dream->run(std::min(times, warm_up));
      }
      std::string line;
      for (const double ms : dream->run(times)) line += std::to_string(ms) + " ";
      std::cout << line << std::endl;
    } catch (const std::exception& problem) {
      std::cout << "failed: " << problem.what() << std::endl;
    }
  }
}

int run(const std::vector<std::string>& words) {
  if (words.size() < 3) throw std::runtime_error("usage: gpu_step_speed PLUGIN FOLDER MODE CASE...");
  const std::shared_ptr<const gpu::Device> device = expect(gpu::Device::open(words[0]));
  const std::filesystem::path folder = words[1];
  const auto cut = words[2].find('=');
  const std::string mode = words[2].substr(0, cut);
  const int number = cut == std::string::npos ? 1 : std::stoi(words[2].substr(cut + 1));
  if (mode == "turns") {
    take_turns(device, folder);
    return 0;
  }
  const std::map<std::string, std::function<json(const SpeedCase&)>> modes = {
      {"check", [&](const SpeedCase& c) { return check(c, folder); }},
      {"time", [&](const SpeedCase& c) { return time(c, number); }},
      {"kernels", [&](const SpeedCase& c) { return kernels(c, number); }},
      {"once",
       [](const SpeedCase& c) {
         return json{{"once", Dream(c).run(1)[0]}};
       }},
  };
  const auto chosen = modes.find(mode);
  if (chosen == modes.end()) throw std::runtime_error("there is no mode " + mode);
  std::cout << json{{"device", device->name()}, {"multiprocessors", device->multiprocessors()}} << std::endl;
  for (std::size_t i = 3; i < words.size(); ++i)
    answer(words[i], mode, [&] { return chosen->second(SpeedCase(device, words[i], folder)); });
  return 0;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run({words + 1, words + count});
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "gpu_step_speed: %s\n", problem.what());
    return 1;
  }
}
