#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "dream/lookups.h"
#include "dream/step_report.h"
#include "image/planar_view.h"
#include "net/network.h"
#include "recipe/params.h"

namespace birddream::dream {

/// A running dream: picture parameters, optimiser state, step counter. One thread at a time. Every step is a
/// pure function of (state, params, weights, seed, step number): same seed, same machine, same bytes.
class Dreamer {
 public:
  /// Begins at step 0 with the start image. `find_network` serves targets that another checkpoint looks at.
  /// Error: params invalid, unknown species, layer or checkpoint, unreadable photo.
  static Result<std::unique_ptr<Dreamer>> begin(const std::shared_ptr<const net::Network>& network,
                                                const recipe::DreamParams& params, ClassLookup find_class,
                                                NetworkLookup find_network = {});
  ~Dreamer();

  /// Begins anew, at step 0, out of that picture: 1 x 3 x H x W float32, sRGB 0..1, of the finished size, on
  /// the network's device. Error: another size.
  Status begin_with(const at::Tensor& picture);

  /// Takes effect in the next step. The dream lives on: image, optimiser and step number stay; a changed size
  /// or octave resizes the picture, a changed parametrisation re-encodes it. On an Error nothing changes.
  Status set_params(const recipe::DreamParams& params);
  const recipe::DreamParams& params() const;

  /// The same dream under other weights (same class list); image and optimiser live on.
  Status set_network(const std::shared_ptr<const net::Network>& network);

  /// One gradient step. Error (and an unchanged picture) when the objective or gradient is not finite or the
  /// gradient is exactly zero; the message says which, and what to try.
  Result<StepReport> step();

  int steps_done() const;

  /// Whether the last step was done on a GPU (gpu::on_device() networks).
  bool on_device() const;
  /// Where the network has one: why it is not used, or not at its best; else empty.
  std::string device_note() const;

  /// The decoded picture as it stands, 0..1 nominal; shares the tensor's memory, or, from a GPU, is a copy of
  /// its own that lies on the GPU too. Empty, with a warning, where memory for a copy is short.
  image::PlanarView picture() const;
  /// The same as a tensor: 1 x 3 x H x W float32 on the network's device. Not to be written to. It copies
  /// nothing, so it cannot fail.
  at::Tensor picture_tensor() const;

  /// Probability of each class as that network (same classes, same device) sees the picture as it stands.
  /// Error: memory is short, or LibTorch's own.
  Result<std::vector<float>> probabilities_under(const net::Network& network) const;
  /// Class scores of the picture as it stands, untransformed: top `count` by logit. By tiles, as its steps.
  /// Error: likewise.
  Result<std::vector<Score>> classify(int count) const;

 private:
  struct State;
  explicit Dreamer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace birddream::dream
