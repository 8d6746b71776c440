#include "gpu/gradients.h"

#include "gpu/weights.h"

namespace birddream::gpu {

using cuda::Landing;
using cuda::Slice;

Gradients::Gradients(std::size_t layers, Launches& backward, Arena& arena)
    : all_(layers), backward_(backward), arena_(arena) {}

Landing Gradients::land(int layer) {
  Gradient& g = at(layer);
  if (g.slice.data == nullptr)
    g.slice.data = arena_.take<cuda::Half>(static_cast<std::size_t>(g.slice.pixels() * g.slice.pitch));
  const Landing to{g.slice, {}, g.written ? 1 : 0};
  g.written = true;
  g.last = static_cast<std::ptrdiff_t>(backward_.size());
  return to;
}

bool Gradients::mask_last(int layer, const Slice& output) {
  if (at(layer).last < 0) return false;
  const auto index = static_cast<std::size_t>(at(layer).last);
  const auto mask = [&](auto& kernel) { kernel.gx.output = output; };
  switch (backward_.kernel(index)) {
    case cuda::number_of_Gemm:
      backward_.edit<cuda::Gemm>(index, mask);
      break;
    case cuda::number_of_MaxPoolBackward:
      backward_.edit<cuda::MaxPoolBackward>(index, mask);
      break;
    case cuda::number_of_AveragePoolBackward:
      backward_.edit<cuda::AveragePoolBackward>(index, mask);
      break;
    case cuda::number_of_NormBackward:
      backward_.edit<cuda::NormBackward>(index, mask);
      break;
    case cuda::number_of_GlobalMeanBackward:
      backward_.edit<cuda::GlobalMeanBackward>(index, mask);
      break;
    case cuda::number_of_EntryGradient:
      backward_.edit<cuda::EntryGradient>(index, mask);
      break;
    default:
      throw Failure("a gradient is written by a kernel that masks nothing");
  }
  return true;
}

void Gradients::rectify(int layer, const Slice& output) {
  if (mask_last(layer, output) || at(layer).masked) return;
  backward_.each(cuda::Mask{slice(layer), output}, slice(layer).lots());
}

void Gradients::rectify_redirected(int layer, const Slice& output) {
  const Slice& g = slice(layer);
  auto* const alive = arena_.take<unsigned>(static_cast<std::size_t>(in_lots(g.n)));
  backward_.each(cuda::Zero{reinterpret_cast<cuda::Lot*>(alive)}, in_lots(g.n) / 4);
  backward_.each(cuda::FindAlive{g, output, alive}, g.lots());
  backward_.each(cuda::Redirect{g, output, alive}, g.lots());
}

}  // namespace birddream::gpu
