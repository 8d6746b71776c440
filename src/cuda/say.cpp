#include "cuda/say.h"

#include <cstdio>

namespace birddream::cuda {

int said(const char* doing, cudaError_t error, char* reason, std::size_t size) {
  if (error == cudaSuccess) return 0;
  std::snprintf(reason, size, "%s: %s (CUDA error %d)", doing, cudaGetErrorString(error),
                static_cast<int>(error));
  static_cast<void>(cudaGetLastError());
  return 1;
}

// The runtime calls a missing driver "insufficient"; a user needs to know which of the two it is.
int no_device(cudaError_t error, char* reason, std::size_t size) {
  static_cast<void>(cudaGetLastError());
  int driver = 0;
  if (error != cudaErrorInsufficientDriver || cudaDriverGetVersion(&driver) != cudaSuccess)
    return said("no CUDA device", error, reason, size);
  if (driver == 0) {
    std::snprintf(reason, size, "no CUDA device (cudaGetDeviceCount: error %d, no NVIDIA driver)",
                  static_cast<int>(error));
  } else {
    std::snprintf(reason, size, "the NVIDIA driver is too old (it knows CUDA %d.%d, this needs %d.%d)",
                  driver / 1000, driver % 1000 / 10, CUDART_VERSION / 1000, CUDART_VERSION % 1000 / 10);
  }
  return 1;
}

}  // namespace birddream::cuda
