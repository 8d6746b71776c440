#include "cuda/launch.h"

#include <cstring>

#include "cuda/block_team.cuh"
#include "cuda/kernels/list.h"

namespace birddream::cuda {
namespace {

constexpr int each_threads = 128;

template <class Kernel>
__global__ void __launch_bounds__(each_threads) each(const __grid_constant__ Kernel kernel, long items) {
  const long item = static_cast<long>(blockIdx.x) * each_threads + threadIdx.x;
  if (item < items) kernel(item);
}

template <class Kernel>
__global__ void __launch_bounds__(Kernel::threads) team(const __grid_constant__ Kernel kernel) {
  BlockTeam members;
  kernel.run(members);
}

template <class Kernel>
cudaError_t launch_each(const void* arguments, std::size_t bytes, long items, cudaStream_t stream) {
  if (bytes != sizeof(Kernel)) return cudaErrorInvalidValue;
  if (items <= 0) return cudaSuccess;
  Kernel kernel;
  std::memcpy(&kernel, arguments, sizeof kernel);
  each<Kernel><<<static_cast<unsigned>((items + each_threads - 1) / each_threads), each_threads, 0, stream>>>(
      kernel, items);
  return cudaGetLastError();
}

template <class Kernel>
cudaError_t launch_team(const void* arguments, std::size_t bytes, dim3 grid, cudaStream_t stream) {
  if (bytes != sizeof(Kernel)) return cudaErrorInvalidValue;
  Kernel kernel;
  std::memcpy(&kernel, arguments, sizeof kernel);
  team<Kernel><<<grid, Kernel::threads, Kernel::shared_bytes, stream>>>(kernel);
  return cudaGetLastError();
}

}  // namespace

cudaError_t launch(int kernel, const void* arguments, std::size_t bytes, long x, int y, int z,
                   cudaStream_t stream) {
  [[maybe_unused]] const dim3 grid(static_cast<unsigned>(x), static_cast<unsigned>(y),
                                   static_cast<unsigned>(z));
  switch (kernel) {
#define BIRDDREAM_EACH(name) \
  case number_of_##name:     \
    return launch_each<name>(arguments, bytes, x, stream);
#define BIRDDREAM_TEAM(name) \
  case number_of_##name:     \
    return launch_team<name>(arguments, bytes, grid, stream);
    BIRDDREAM_KERNELS(BIRDDREAM_EACH, BIRDDREAM_TEAM)
#undef BIRDDREAM_EACH
#undef BIRDDREAM_TEAM
    default:
      return cudaErrorInvalidValue;
  }
}

}  // namespace birddream::cuda
