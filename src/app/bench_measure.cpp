#include "app/bench_measure.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "app/stop_signal.h"
#include "base/formatted.h"
#include "base/progress.h"
#include "dream/guarded.h"

namespace birddream::app {
namespace {

constexpr int warm_up = 1, most_in_a_row = 4;

double cosine(const at::Tensor& a, const at::Tensor& b) {
  const at::Tensor x = a.flatten().to(at::kDouble), y = b.flatten().to(at::kDouble);
  return (x.dot(y) / (x.norm() * y.norm())).item<double>();
}

Status take_turn(Contender& contender, std::vector<double>& milliseconds) {
  constexpr double long_enough = 60;
  double spent = 0;
  const auto run = [&] { return dream::guarded("in a benchmark", contender.run); };
  if (const auto unused = run(); !unused) return unused.error();
  for (int i = 0; i < most_in_a_row && spent < long_enough; ++i) {
    const auto time = run();
    if (!time) return time.error();
    milliseconds.push_back(*time);
    spent += *time;
  }
  return {};
}

}  // namespace

void BenchPeaks::run() {
  float32.run();
  bfloat16.run();
}

const BenchPeak& BenchPeaks::of(const std::string& contender) const {
  return contender.find("bfloat16") == std::string::npos ? float32 : bfloat16;
}

std::vector<BenchLine> measure(std::vector<Contender>& contenders, BenchPeaks& peaks, int rounds,
                               const char* name, std::vector<std::string>& problems) {
  std::vector<BenchLine> lines;
  const auto give_up = [&](std::size_t i, const std::string& why) {
    problems.push_back(std::string(name) + ", " + contenders[i].name + ": " + why);
    contenders.erase(contenders.begin() + static_cast<std::ptrdiff_t>(i));
  };
  at::Tensor reference;
  for (std::size_t i = 0; i < contenders.size() && !stop_signal();) {
    const auto gradient = dream::guarded("in a benchmark", contenders[i].gradient);
    if (!gradient) {
      give_up(i, gradient.error().message);
      continue;
    }
    if (!reference.defined()) reference = *gradient;
    const double alike = cosine(*gradient, reference);
    if (!(alike >= least_cosine)) {  // nor is NaN
      give_up(i, formatted("left out, since its gradient is another one: cosine %.3f with that of ", alike) +
                     contenders.front().name + formatted(", %.1f at least is needed.", least_cosine));
      continue;
    }
    lines.push_back({contenders[i].name, alike, {}});
    ++i;
  }
  // Turn by turn, so that what else happens on the machine falls on all of them.
  Progress progress(name, rounds, "rounds");
  for (int round = -warm_up; round < rounds && !lines.empty() && !stop_signal(); ++round) {
    if (round >= 0) peaks.run();
    for (std::size_t i = 0; i < lines.size() && !stop_signal();) {
      std::vector<double> unused;
      const Status ran = take_turn(contenders[i], round < 0 ? unused : lines[i].milliseconds);
      if (ran || stop_signal()) {
        ++i;
        continue;
      }
      give_up(i, ran.error().message);
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i));
    }
    progress.advance_to(std::max(round + 1, 0));
  }
  return lines;
}

}  // namespace birddream::app
