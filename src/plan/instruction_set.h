#pragma once

namespace birddream::plan {

/// What own kernels are compiled for (third_party/cmake/Rooms.cmake): x86-64, -v3, -v4.
enum class InstructionSet { baseline, avx2, avx512 };

/// The best of them that this CPU has.
InstructionSet instruction_set();

/// Of a function that is compiled for each, the one for this CPU. The others must not even be called.
template <class Function>
Function* best_of(Function* baseline, Function* avx2, Function* avx512) {
  switch (instruction_set()) {
    case InstructionSet::avx512:
      return avx512;
    case InstructionSet::avx2:
      return avx2;
    case InstructionSet::baseline:
      break;
  }
  return baseline;
}

}  // namespace birddream::plan
