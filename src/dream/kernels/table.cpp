// Compiled once an instruction set, with BIRDDREAM_ISA as the namespace.
#include "dream/kernels/blur.inc"
#include "dream/kernels/climb.inc"
#include "dream/kernels/colours.inc"
#include "dream/kernels/resample.inc"
#include "dream/picture_kernels.h"

namespace birddream::dream::BIRDDREAM_ISA {

const PictureKernels& table();
const PictureKernels& table() {
  static constexpr PictureKernels kernels = {
      multiply,  multiply_by, finish_decoding,   decoding_backward, to_pixels,
      to_planes, resample,    resample_backward, scale_gradient,    climb,
      adam,      weigh,
  };
  return kernels;
}

}  // namespace birddream::dream::BIRDDREAM_ISA
