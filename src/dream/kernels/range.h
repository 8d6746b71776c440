#pragma once

#include "plan/kernels/lanes.h"

namespace {

/// work(at, Full or Tail) for sixteen numbers after sixteen of [begin, end).
template <class Work>
BIRDDREAM_INLINE void range(long begin, long end, Work work) {
  long i = begin;
  for (; i + width <= end; i += width) work(i, Full{});
  if (i < end) work(i, Tail{static_cast<int>(end - i)});
}

}  // namespace
