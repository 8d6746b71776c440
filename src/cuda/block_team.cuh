#pragma once

#include <cuda_pipeline_primitives.h>
#include <mma.h>

#include "cuda/kernels/gemm.h"

/// The team of a block's threads: what kernels/*.h say a team is.
namespace birddream::cuda {

class BlockTeam {
 public:
  static constexpr int fetches = tile_rows * tile_lots / Gemm::threads;

  __device__ int rank() const { return static_cast<int>(threadIdx.x); }
  __device__ int size() const { return static_cast<int>(blockDim.x); }
  __device__ int block(int axis) const {
    return static_cast<int>(axis == 0 ? blockIdx.x : axis == 1 ? blockIdx.y : blockIdx.z);
  }
  __device__ void sync() { __syncthreads(); }
  __device__ void* shared() const {
    extern __shared__ __align__(128) unsigned char memory[];
    return memory;
  }

  __device__ void fetch(Half* to, const Half* from) {
    // Where nothing is to be read the source must be valid still.
    __pipeline_memcpy_async(to, from != nullptr ? from : to, sizeof(Lot), from != nullptr ? 0 : sizeof(Lot));
  }
  __device__ void commit() { __pipeline_commit(); }
  __device__ void wait() { __pipeline_wait_prior(tile_stages - 2); }
  __device__ void wait_all() { __pipeline_wait_prior(0); }

  /// True for all threads of the block that is the last of `count` to come. What the others wrote before is
  /// there then.
  __device__ bool arrive(unsigned* counter, unsigned count) {
    __shared__ bool last;
    __threadfence();
    __syncthreads();
    if (rank() == 0) {
      last = atomicAdd(counter, 1U) + 1 == count;
      if (last) *counter = 0;
    }
    __syncthreads();
    __threadfence();
    return last;
  }

  template <class Join>
  __device__ float join(float value, Join both) {
    auto* const slots = static_cast<float*>(shared());
    for (int distance = 16; distance > 0; distance /= 2)
      value = both(value, __shfl_xor_sync(0xFFFFFFFFU, value, distance));
    __syncthreads();  // slots may still be read from the last time
    if (rank() % 32 == 0) slots[rank() / 32] = value;
    __syncthreads();
    value = slots[0];
    for (int warp = 1; warp < size() / 32; ++warp) value = both(value, slots[warp]);
    return value;
  }
  __device__ float sum(float value) {
    return join(value, [](float a, float b) { return a + b; });
  }
  __device__ float max(float value) {
    return join(value, [](float a, float b) { return a > b ? a : b; });
  }

  /// Four warps, a quarter of the tile each, on tensor cores.
  class Product {
   public:
    __device__ Product() {
      for (auto& row : sums_)
        for (auto& sum : row) nvcuda::wmma::fill_fragment(sum, 0.0F);
    }
    __device__ void add(const Half* a, const Half* b, bool b_along) {
      if (b_along)
        multiply<nvcuda::wmma::col_major>(a, b, deep_pitch);
      else
        multiply<nvcuda::wmma::row_major>(a, b, wide_pitch);
    }
    __device__ void store(float* to) const {
      for (int i = 0; i < 2; ++i)
        for (int j = 0; j < 2; ++j)
          nvcuda::wmma::store_matrix_sync(to + (row() + 16 * i) * sum_pitch + column() + 16 * j, sums_[i][j],
                                          sum_pitch, nvcuda::wmma::mem_row_major);
    }

   private:
    static constexpr int side = 16;
    __device__ static int row() { return static_cast<int>(threadIdx.x / 64) * 32; }
    __device__ static int column() { return static_cast<int>(threadIdx.x / 32 % 2) * 32; }

    template <class Order>
    __device__ void multiply(const Half* a, const Half* b, int pitch) {
      using namespace nvcuda::wmma;
      constexpr bool along = std::is_same_v<Order, col_major>;
#pragma unroll
      for (int depth = 0; depth < tile_depth; depth += side) {
        fragment<matrix_a, side, side, side, __half, row_major> left[2];
        fragment<matrix_b, side, side, side, __half, Order> right[2];
        for (int i = 0; i < 2; ++i) {
          load_matrix_sync(left[i],
                           reinterpret_cast<const __half*>(a + (row() + side * i) * deep_pitch + depth),
                           deep_pitch);
          const int from = column() + side * i;
          load_matrix_sync(
              right[i],
              reinterpret_cast<const __half*>(along ? b + from * pitch + depth : b + depth * pitch + from),
              pitch);
        }
        for (int i = 0; i < 2; ++i)
          for (int j = 0; j < 2; ++j) mma_sync(sums_[i][j], left[i], right[j], sums_[i][j]);
      }
    }

    nvcuda::wmma::fragment<nvcuda::wmma::accumulator, side, side, side, float> sums_[2][2];
  };
};

}  // namespace birddream::cuda
