// What a dream reaches in bfloat16 beside float32 (and LibTorch's own path): the objective in the mean of the
// last eight steps, over species spread through the class list, with the bird series' last checkpoint.
//   precision_reached [SPECIES] [STEPS] [SIDE] [plain]
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "checkpoint/series.h"
#include "dream/dreamer.h"
#include "net/open_network.h"
#include "plan/fast_network.h"

namespace {

using namespace birddream;

double reached(const std::shared_ptr<const net::Network>& network, const recipe::DreamParams& params,
               int species) {
  const auto find = [species](const std::string&) { return Result<int>(species); };
  const auto dreamer = dream::Dreamer::begin(network, params, find).value();
  constexpr int last = 8;
  double sum = 0;
  for (int i = 0; i < params.steps; ++i) {
    const float objective = dreamer->step().value().objective;
    if (i >= params.steps - last) sum += static_cast<double>(objective) / last;
  }
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::atoi(argv[1]) : 20;
  recipe::DreamParams params;
  params.steps = argc > 2 ? std::atoi(argv[2]) : 128;
  params.width = params.height = argc > 3 ? std::atoi(argv[3]) : 128;
  const auto series = checkpoint::load_series("assets/birds");
  if (!series) return std::fprintf(stderr, "%s\n", series.error().message.c_str()), 1;
  const auto plain =
      net::open_network(series->architecture, series->folder / series->checkpoints.back().file, at::kCPU)
          .value()
          .network;
  std::vector<std::pair<const char*, std::shared_ptr<const net::Network>>> ways = {
      {"float32", plan::make_fast(plain, plan::Precision::float32)},
      {"bfloat16", plan::make_fast(plain, plan::Precision::bfloat16)}};
  if (argc > 4) ways.emplace_back("plain", plain);
  const int classes = static_cast<int>(series->classes.size());
  std::vector<double> sums(ways.size());
  double largest = 0;
  for (int i = 0; i < count; ++i) {
    const int species = static_cast<int>((static_cast<long>(i) * classes) / count);
    std::printf("%-40s", series->classes[static_cast<std::size_t>(species)].name.c_str());
    double first = 0;
    for (std::size_t w = 0; w < ways.size(); ++w) {
      const double value = reached(ways[w].second, params, species);
      sums[w] += value;
      if (w == 0) first = value;
      if (w == 1) largest = std::max(largest, std::abs(value / first - 1));
      std::printf("  %s %7.3f", ways[w].first, value);
    }
    std::printf("\n");
    std::fflush(stdout);
  }
  for (std::size_t w = 0; w < ways.size(); ++w)
    std::printf("%s: mean %.3f, %+.2f %% of float32\n", ways[w].first, sums[w] / count,
                100 * (sums[w] / sums[0] - 1));
  std::printf("one species alone: at most %.2f %%\n", 100 * largest);
}
