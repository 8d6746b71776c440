#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>

namespace birddream::cuda {

/// Puts the kernel of that number (kernels/list.h) on the stream. arguments: `bytes` of its struct.
/// cudaErrorInvalidValue where number or size are not known.
cudaError_t launch(int kernel, const void* arguments, std::size_t bytes, long x, int y, int z,
                   cudaStream_t stream);

}  // namespace birddream::cuda
