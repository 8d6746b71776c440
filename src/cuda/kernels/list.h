#pragma once

#include <cstddef>

#include "cuda/kernels/climb.h"
#include "cuda/kernels/gemm.h"
#include "cuda/kernels/norm.h"
#include "cuda/kernels/objective.h"
#include "cuda/kernels/pools.h"
#include "cuda/kernels/rectify.h"

/// All kernels. EACH: operator()(item), any number of items. TEAM: run(team), a grid of blocks. Their
/// arguments are plain bytes: they cross the plug-in's interface by number.
#define BIRDDREAM_KERNELS(EACH, TEAM) \
  TEAM(Gemm)                          \
  EACH(MaxPool)                       \
  EACH(MaxPoolBackward)               \
  EACH(AveragePool)                   \
  EACH(AveragePoolBackward)           \
  EACH(GlobalMean)                    \
  EACH(GlobalMeanBackward)            \
  EACH(Norm)                          \
  EACH(NormBackward)                  \
  EACH(Mask)                          \
  EACH(FindAlive)                     \
  EACH(Redirect)                      \
  EACH(Zero)                          \
  EACH(BlendHalves)                   \
  EACH(BlendFloats)                   \
  EACH(Look)                          \
  EACH(LookBackward)                  \
  EACH(ColumnsToPicture)              \
  EACH(RowsToPicture)                 \
  EACH(Colours)                       \
  EACH(RowsBackward)                  \
  EACH(ColumnsBackward)               \
  TEAM(GradientSums)                  \
  EACH(Decide)                        \
  EACH(Climb)                         \
  EACH(BlurPixels)                    \
  EACH(Commit)                        \
  TEAM(ObjectiveValue)                \
  EACH(EntryGradient)

namespace birddream::cuda {

#define BIRDDREAM_NUMBERED(name) number_of_##name,
enum KernelNumber { BIRDDREAM_KERNELS(BIRDDREAM_NUMBERED, BIRDDREAM_NUMBERED) kernel_count };
#undef BIRDDREAM_NUMBERED

/// number_of<Gemm>: what names a kernel across the interface.
template <class Kernel>
inline constexpr int number_of = -1;
#define BIRDDREAM_NUMBER(name) \
  template <>                  \
  inline constexpr int number_of<name> = number_of_##name;
BIRDDREAM_KERNELS(BIRDDREAM_NUMBER, BIRDDREAM_NUMBER)
#undef BIRDDREAM_NUMBER

/// Differs between builds whose kernels do not take the same arguments.
inline std::size_t list_fingerprint() {
  std::size_t sum = kernel_count;
#define BIRDDREAM_SIZE(name) sum = sum * 31 + sizeof(name);
  BIRDDREAM_KERNELS(BIRDDREAM_SIZE, BIRDDREAM_SIZE)
#undef BIRDDREAM_SIZE
  return sum;
}

}  // namespace birddream::cuda
