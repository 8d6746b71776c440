#pragma once

#include <cstdint>

#ifdef __CUDACC__
#include <cuda_fp16.h>
#define BIRDDREAM_BOTH __host__ __device__ inline
#else
#define BIRDDREAM_BOTH inline
#endif

/// Everything under kernels/ is compiled twice: by nvcc for the GPU, and by the host's compiler, where the
/// tests run the same bodies one item at a time.
namespace birddream::cuda {

/// IEEE half precision, as bits: the same type for both compilers.
struct Half {
  std::uint16_t bits;
};

BIRDDREAM_BOTH float float_of_bits(std::uint32_t bits) {
  float value;
  __builtin_memcpy(&value, &bits, sizeof value);
  return value;
}
BIRDDREAM_BOTH std::uint32_t bits_of_float(float value) {
  std::uint32_t bits;
  __builtin_memcpy(&bits, &value, sizeof bits);
  return bits;
}

/// The host's way follows github.com/Maratyszcza/FP16 (no branch on the value, exact).
BIRDDREAM_BOTH float to_float(Half half) {
#ifdef __CUDA_ARCH__
  return __half2float(__ushort_as_half(half.bits));
#else
  const std::uint32_t word = std::uint32_t{half.bits} << 16, twice = word + word;
  const float normal = float_of_bits((twice >> 4) + (0xE0U << 23)) * 0x1.0p-112F;
  const float subnormal = float_of_bits((twice >> 17) | (126U << 23)) - 0.5F;
  return float_of_bits((word & 0x80000000U) | bits_of_float(twice < (1U << 27) ? subnormal : normal));
#endif
}

/// To the nearest, halfway to even.
BIRDDREAM_BOTH Half to_half(float value) {
#ifdef __CUDA_ARCH__
  return {__half_as_ushort(__float2half_rn(value))};
#else
  const std::uint32_t word = bits_of_float(value), twice = word + word;
  const float magnitude = float_of_bits(word & 0x7FFFFFFFU);
  const float base = (magnitude * 0x1.0p+112F) * 0x1.0p-110F;
  std::uint32_t bias = twice & 0xFF000000U;
  if (bias < 0x71000000U) bias = 0x71000000U;
  const std::uint32_t bits = bits_of_float(float_of_bits((bias >> 1) + 0x07800000U) + base);
  const std::uint32_t rest = ((bits >> 13) & 0x7C00U) + (bits & 0x0FFFU);
  return {static_cast<std::uint16_t>(((word & 0x80000000U) >> 16) | (twice > 0xFF000000U ? 0x7E00U : rest))};
#endif
}

/// Eight channels of a pixel: what one thread loads or stores at a time.
constexpr int lot = 8;
struct alignas(16) Lot {
  Half v[lot];
};
struct Floats {
  float v[lot];
};

BIRDDREAM_BOTH Floats load(const Half* from) {
  const Lot lot_ = *reinterpret_cast<const Lot*>(from);
  Floats out;
  for (int k = 0; k < lot; ++k) out.v[k] = to_float(lot_.v[k]);
  return out;
}
BIRDDREAM_BOTH void store(Half* to, const Floats& values) {
  Lot lot_;
  for (int k = 0; k < lot; ++k) lot_.v[k] = to_half(values.v[k]);
  *reinterpret_cast<Lot*>(to) = lot_;
}

}  // namespace birddream::cuda
