#pragma once

#include <cstdint>

// Sixteen channels at a time by the compiler's vectors, which it cuts to what the instruction set has.
// Included by files that are compiled for several instruction sets: everything has internal linkage or is
// inlined, lest the linker keep one set's code for all.

namespace {

#define BIRDDREAM_INLINE inline __attribute__((always_inline))

using Lanes = float __attribute__((vector_size(64)));
using Ints = std::int32_t __attribute__((vector_size(64)));
using Words = std::uint32_t __attribute__((vector_size(64)));
using Halves = std::uint16_t __attribute__((vector_size(32)));

/// Thirty-two bfloat16 numbers as they lie in memory: twice as many at a time, for work that need not widen
/// them.
using Pairs = std::uint16_t __attribute__((vector_size(64)));
using SignedPairs = std::int16_t __attribute__((vector_size(64)));

struct Bf16 {
  std::uint16_t bits;
};

constexpr int width = 16;
struct Full {};
struct Tail {
  int n;
};
struct Whole {};  // of a vector of pairs

BIRDDREAM_INLINE int count(Full) {
  return width;
}
BIRDDREAM_INLINE int count(Tail t) {
  return t.n;
}
BIRDDREAM_INLINE int count(Whole) {
  return 2 * width;
}

template <class V, class T, class Part>
BIRDDREAM_INLINE V read(const T* p, Part part) {
  V v = {};
  __builtin_memcpy(&v, p, sizeof(T) * static_cast<unsigned>(count(part)));
  return v;
}
template <class V, class T, class Part>
BIRDDREAM_INLINE void write(T* p, V v, Part part) {
  __builtin_memcpy(p, &v, sizeof(T) * static_cast<unsigned>(count(part)));
}

template <class Part>
BIRDDREAM_INLINE Lanes load(const float* p, Part part) {
  return read<Lanes>(p, part);
}
template <class Part>
BIRDDREAM_INLINE Lanes load(const Bf16* p, Part part) {
  const Words wide = __builtin_convertvector(read<Halves>(p, part), Words) << 16;
  return __builtin_bit_cast(Lanes, wide);
}
BIRDDREAM_INLINE float single(float x) {
  return x;
}
BIRDDREAM_INLINE float single(Bf16 x) {
  return __builtin_bit_cast(float, static_cast<std::uint32_t>(x.bits) << 16);
}
template <class Part>
BIRDDREAM_INLINE void store(float* p, Lanes v, Part part) {
  write(p, v, part);
}
/// The upper halves are to the nearest bfloat16, halfway to even.
BIRDDREAM_INLINE Words rounded(Lanes v) {
  const Words u = __builtin_bit_cast(Words, v);
  return u + 0x7FFFU + ((u >> 16) & 1U);
}
template <class Part>
BIRDDREAM_INLINE void store(Bf16* p, Lanes v, Part part) {
  write(p, __builtin_convertvector(rounded(v) >> 16, Halves), part);
}
template <class T, class Part>
BIRDDREAM_INLINE void put(T* p, Lanes v, bool add, Part part) {
  store(p, add ? load(p, part) + v : v, part);
}

/// The numbers at even and at odd places.
struct Widened {
  Lanes even, odd;
};
BIRDDREAM_INLINE Widened widen(Pairs v) {
  const Words words = __builtin_bit_cast(Words, v);
  return {__builtin_bit_cast(Lanes, words << 16), __builtin_bit_cast(Lanes, words & 0xFFFF0000U)};
}
BIRDDREAM_INLINE Pairs narrow(Widened v) {
  return __builtin_bit_cast(Pairs, (rounded(v.even) >> 16) | (rounded(v.odd) & 0xFFFF0000U));
}
/// Ordered as the numbers are when compared as whole numbers; the same turns it back.
BIRDDREAM_INLINE SignedPairs in_order(Pairs v) {
  const auto bits = __builtin_bit_cast(SignedPairs, v);
  return bits ^ ((bits >> 15) & 0x7FFF);
}

BIRDDREAM_INLINE Lanes square_root(Lanes v) {
  for (int k = 0; k < width; ++k) v[k] = __builtin_sqrtf(v[k]);
  return v;
}

/// A loop's length that the compiler knows.
template <int length>
struct Length {
  static constexpr int value = length;
};

/// work(channel, Length, Full or Tail): four times sixteen channels while there are so many, then sixteen.
/// For work that computes addresses for every load, which then serve four.
template <class Work>
BIRDDREAM_INLINE void each_wide(int channels, Work work, int i = 0) {
  for (; i + 4 * width <= channels; i += 4 * width) work(i, Length<4>{}, Full{});
  for (; i + width <= channels; i += width) work(i, Length<1>{}, Full{});
  if (i < channels) work(i, Length<1>{}, Tail{channels - i});
}

/// work(channel, Length) for 64 channels at a time, then 32, while there are so many; where the rest begins.
template <class Work>
BIRDDREAM_INLINE int each_pairs(int channels, Work work) {
  int i = 0;
  for (; i + 4 * width <= channels; i += 4 * width) work(i, Length<2>{});
  for (; i + 2 * width <= channels; i += 2 * width) work(i, Length<1>{});
  return i;
}

/// work(channel, Full or Tail) for sixteen channels after sixteen.
template <class Work>
BIRDDREAM_INLINE void each(int channels, Work work, int i = 0) {
  for (; i + width <= channels; i += width) work(i, Full{});
  if (i < channels) work(i, Tail{channels - i});
}

}  // namespace
