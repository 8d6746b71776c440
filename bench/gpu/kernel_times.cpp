#include "kernel_times.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>

#include "gpu/step_program.h"

namespace birddream::bench {
namespace {

constexpr int replays = 5;

#define BIRDDREAM_NAME(name) #name,
constexpr std::array names = {BIRDDREAM_KERNELS(BIRDDREAM_NAME, BIRDDREAM_NAME)};
#undef BIRDDREAM_NAME

/// Milliseconds of a graph of so many of one kernel, the median of some.
double graph_ms(const gpu::Device& device, const gpu::Launches& launches, std::size_t index, int copies) {
  device.begin_capture();
  for (int i = 0; i < copies; ++i) launches.run(device, index);
  const std::shared_ptr<birddream_graph> graph(device.end_capture(), device.api().release_graph);
  std::array<double, replays> all{};
  for (int i = -1; i < replays; ++i) {  // the first is not counted
    const auto begun = std::chrono::steady_clock::now();
    device.replay(graph.get());
    device.wait();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
    if (i >= 0) all[static_cast<std::size_t>(i)] = took.count();
  }
  std::ranges::nth_element(all, all.begin() + replays / 2);
  return all[replays / 2];
}

void describe(const cuda::Gemm& gemm, KernelTime& time) {
  const cuda::Slice& grid = gemm.grid();
  long deep = 0, products = 0;
  for (int i = 0; i < gemm.step() * gemm.step(); ++i) {
    const auto phase = gemm.phase_of(i);
    deep = std::max(deep, static_cast<long>(phase.lots) * cuda::lot);
    products += static_cast<long>(grid.n) * phase.rows * phase.columns * phase.lots * cuda::lot;
  }
  time.shape = std::to_string(grid.pixels()) + " x " + std::to_string(gemm.columns()) + " x " +
               std::to_string(deep) + ", " + std::to_string(gemm.splits) +
               (gemm.backward != 0 ? ", back" : ", forward");
  time.gflop = 2e-9 * static_cast<double>(products) * gemm.columns();
}

}  // namespace

std::vector<KernelTime> kernel_times(const SpeedCase& c, int repeats) {
  const auto& device = c.device();
  gpu::Weights weights(device, *c.graph());
  weights.set({c.graph()});
  const gpu::StepBuffers buffers(device, c.shape(true));
  gpu::StepProgram program(device, *c.graph(), weights, buffers, {{"logits"}, false});
  const gpu::Memory asked(device, sizeof(cuda::StepBlock), gpu::Memory::Kind::host);
  const gpu::Memory told(device, sizeof(cuda::StepResult), gpu::Memory::Kind::host);
  *asked.as<cuda::StepBlock>() = SpeedCase::order(0);
  asked.as<cuda::StepBlock>()->loss_scale = gpu::LossScale::usual;
  std::string why;
  program.run(asked, told, why);  // kernels are loaded, the block is there
  const gpu::Launches& launches = program.launches();
  std::vector<KernelTime> all;
  for (std::size_t i = 0; i < launches.size(); ++i) {
    KernelTime time{names[static_cast<std::size_t>(launches.kernel(i))], "", 0, 0};
    if (launches.kernel(i) == cuda::number_of_Gemm) describe(launches.get<cuda::Gemm>(i), time);
    const double one = graph_ms(*device, launches, i, 1);
    time.microseconds = 1000 * (graph_ms(*device, launches, i, 1 + repeats) - one) / repeats;
    all.push_back(std::move(time));
  }
  return all;
}

}  // namespace birddream::bench
