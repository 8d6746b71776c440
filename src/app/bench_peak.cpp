#include "app/bench_peak.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "plan/buffers.h"
#include "plan/packed_convolution.h"

namespace birddream::app {
namespace {

struct Kind {
  int channels, side, kernel;
};
// In, as many out: of the sizes that networks have, those that fill the cores best.
constexpr Kind kinds[] = {{256, 56, 3}, {192, 28, 3}, {512, 28, 1}};

}  // namespace

struct BenchPeak::Shape {
  double gigaflop = 0;  // of one run
  std::unique_ptr<plan::Buffers> buffers = std::make_unique<plan::Buffers>();
  std::unique_ptr<plan::PackedConvolution> convolution;
  std::vector<double> rates;
};

BenchPeak::BenchPeak(plan::Precision precision) {
  for (const Kind& kind : kinds) {
    Shape shape;
    const auto view = [&] { return shape.buffers->take(1, kind.side, kind.side, kind.channels, precision); };
    plan::PackedConvolution::Shape of{view(), view(), precision, kind.kernel, kind.kernel};
    of.pad_before = of.pad_after = {kind.kernel / 2, kind.kernel / 2};
    shape.convolution = std::make_unique<plan::PackedConvolution>(
        of, precision, plan::PackedConvolution::After::nothing, false, *shape.buffers);
    shape.convolution->pack({at::rand({kind.channels, kind.channels, kind.kernel, kind.kernel})
                                 .contiguous(at::MemoryFormat::ChannelsLast),
                             {},
                             0},
                            0);
    shape.gigaflop = 2e-9 * kind.channels * kind.channels * kind.kernel * kind.kernel * kind.side * kind.side;
    shapes_.push_back(std::move(shape));
  }
}

BenchPeak::~BenchPeak() = default;
BenchPeak::BenchPeak(BenchPeak&&) noexcept = default;

void BenchPeak::run() {
  constexpr int in_a_row = 3;  // the first finds its weights gone from the caches
  for (Shape& shape : shapes_) {
    for (int i = 0; i < in_a_row; ++i) {
      const auto begun = std::chrono::steady_clock::now();
      shape.convolution->run();
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
      if (i > 0) shape.rates.push_back(shape.gigaflop / seconds);
    }
  }
}

Spread BenchPeak::gigaflops() const {
  Spread best;
  for (const Shape& shape : shapes_) {
    const Spread spread = spread_of(shape.rates);
    if (spread.median > best.median) best = spread;
  }
  return best;
}

}  // namespace birddream::app
