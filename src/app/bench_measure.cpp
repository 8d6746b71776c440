#include "app/bench_measure.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "app/stop_signal.h"
#include "base/progress.h"

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
  if (const auto unused = contender.run(); !unused) return unused.error();
  for (int i = 0; i < most_in_a_row && spent < long_enough; ++i) {
    const auto time = contender.run();
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

Result<std::vector<BenchLine>> measure(std::vector<Contender>& contenders, BenchPeaks& peaks, int rounds,
                                       const char* name, std::vector<std::string>& problems) {
  std::vector<BenchLine> lines;
  at::Tensor reference;
  std::erase_if(contenders, [&](const Contender& one) {
    const auto gradient = one.gradient();
    if (!gradient) {
      problems.push_back(std::string(name) + ", " + one.name + ": " + gradient.error().message);
      return true;
    }
    if (!reference.defined()) reference = *gradient;
    lines.push_back({one.name, cosine(*gradient, reference), {}});
    return false;
  });
  // Turn by turn, so that what else happens on the machine falls on all of them.
  Progress progress(name, rounds, "rounds");
  for (int round = -warm_up; round < rounds && !stop_signal(); ++round) {
    if (round >= 0) peaks.run();
    for (std::size_t i = 0; i < contenders.size(); ++i) {
      std::vector<double> unused;
      if (const Status ran = take_turn(contenders[i], round < 0 ? unused : lines[i].milliseconds); !ran)
        return ran.error();
    }
    progress.advance_to(std::max(round + 1, 0));
  }
  return lines;
}

}  // namespace birddream::app
