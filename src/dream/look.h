#pragma once

#include <ATen/core/Tensor.h>

#include "dream/objective.h"
#include "dream/picture_path.h"
#include "dream/tiles.h"
#include "dream/view.h"
#include "net/network.h"
#include "recipe/params.h"

namespace birddream::dream {

/// What one look at the picture gave.
struct Looked {
  float reached = 0;  ///< the objective
  ValuesGradient gradient;
  at::Tensor logits;  ///< undefined where the network stopped before them
};

/// How the networks look: moved so, and with what help for dead units.
struct LookOptions {
  View view;
  recipe::Border border = recipe::Border::gray;
  int pad = 0;
  bool redirect_relu = false;
  TileGrid tiles = {};  ///< of the picture so moved; empty: it is seen whole
};

/// The reference: autograd from the objective to the values. `decoded` is decode(values) with its graph,
/// which is spent.
Looked look_plainly(const net::Network& network, const Objective& objective, const at::Tensor& values,
                    const at::Tensor& decoded, const LookOptions& options);

/// The same by hand: the picture by `path` (which decoded the values), the network by its plan.
Looked look_fast(const net::Network& network, const Objective& objective, PicturePath& path,
                 const LookOptions& options);

}  // namespace birddream::dream
