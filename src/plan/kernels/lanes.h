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

struct Bf16 {
  std::uint16_t bits;
};

constexpr int width = 16;
struct Full {};
struct Tail {
  int n;
};

BIRDDREAM_INLINE int count(Full) {
  return width;
}
BIRDDREAM_INLINE int count(Tail t) {
  return t.n;
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
template <class Part>
BIRDDREAM_INLINE void store(float* p, Lanes v, Part part) {
  write(p, v, part);
}
// To the nearest, halfway to even.
template <class Part>
BIRDDREAM_INLINE void store(Bf16* p, Lanes v, Part part) {
  const Words u = __builtin_bit_cast(Words, v);
  const Words rounded = (u + 0x7FFFU + ((u >> 16) & 1U)) >> 16;
  write(p, __builtin_convertvector(rounded, Halves), part);
}
template <class T, class Part>
BIRDDREAM_INLINE void put(T* p, Lanes v, bool add, Part part) {
  store(p, add ? load(p, part) + v : v, part);
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
BIRDDREAM_INLINE void each_wide(int channels, Work work) {
  int i = 0;
  for (; i + 4 * width <= channels; i += 4 * width) work(i, Length<4>{}, Full{});
  for (; i + width <= channels; i += width) work(i, Length<1>{}, Full{});
  if (i < channels) work(i, Length<1>{}, Tail{channels - i});
}

/// work(channel, Full or Tail) for sixteen channels after sixteen.
template <class Work>
BIRDDREAM_INLINE void each(int channels, Work work) {
  int i = 0;
  for (; i + width <= channels; i += width) work(i, Full{});
  if (i < channels) work(i, Tail{channels - i});
}

}  // namespace
