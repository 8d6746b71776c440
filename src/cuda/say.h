#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>

namespace birddream::cuda {

/// 0 for success. Else writes what failed in doing what, and 1. Clears the error: one left behind would
/// surface in another user's next call.
int said(const char* doing, cudaError_t error, char* reason, std::size_t size);

/// For a runtime that does not start: 1, with which of no driver, old driver and others it is.
int no_device(cudaError_t error, char* reason, std::size_t size);

}  // namespace birddream::cuda
