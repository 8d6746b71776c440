#pragma once

namespace birddream::plan {

/// What own kernels are compiled for (third_party/cmake/Rooms.cmake): x86-64, -v3, -v4.
enum class InstructionSet { baseline, avx2, avx512 };

/// The best of them that this CPU has.
InstructionSet instruction_set();

}  // namespace birddream::plan
