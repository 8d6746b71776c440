#pragma once

#include <cstddef>
#include <vector>

#include "gpu/launches.h"

namespace birddream::gpu {

/// The gradients of a network's layers while its way back is planned: where each lies and what wrote it last.
/// Who writes one after another adds to it; a mask (ReLU's) is done by whoever writes last. Plans into
/// `backward`, takes memory from `arena`; both outlive it.
class Gradients {
 public:
  Gradients(std::size_t layers, Launches& backward, Arena& arena);

  /// The shape of a layer's gradient; memory comes with the first who writes it.
  void set_shape(int layer, const cuda::Slice& shape) { at(layer).slice = shape; }
  /// A part of a joined layer: written already, as the whole is. `masked`: by its last writer.
  void lies_in(int layer, const cuda::Slice& part, bool masked) { at(layer) = {part, true, -1, masked}; }

  const cuda::Slice& slice(int layer) const { return at(layer).slice; }
  bool is_written(int layer) const { return at(layer).written; }

  /// Where the next writer of a layer's whole gradient leaves it; notes that the launch to come does.
  cuda::Landing land(int layer);

  /// Lets the last writer zero it where `output` is not above 0. False where no single launch wrote all of
  /// it.
  bool mask_last(int layer, const cuda::Slice& output);
  /// Through max(x, 0), whose output this is.
  void rectify(int layer, const cuda::Slice& output);
  /// The same with redirected ReLU (net::relu()), picture by picture.
  void rectify_redirected(int layer, const cuda::Slice& output);

 private:
  struct Gradient {
    cuda::Slice slice;
    bool written = false;
    std::ptrdiff_t last = -1;  // of backward_: what wrote all of it last
    bool masked = false;       // behind `last` nothing is to be done
  };
  Gradient& at(int layer) { return all_[static_cast<std::size_t>(layer)]; }
  const Gradient& at(int layer) const { return all_[static_cast<std::size_t>(layer)]; }

  std::vector<Gradient> all_;
  Launches& backward_;
  Arena& arena_;
};

}  // namespace birddream::gpu
