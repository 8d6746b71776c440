#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "net/graph.h"

namespace birddream::net {

/// Weights by name, as in the checkpoint file: float32, OIHW.
using StateDict = std::map<std::string, at::Tensor>;

/// Named intermediate results of one forward pass, NCHW (the logits N x classes).
using Activations = std::map<std::string, at::Tensor>;

/// A place in the network one can look at or dream towards.
struct Tap {
  std::string name;  ///< "inception_4c", "inception_4c.3x3"
  int channels = 0;
};

/// The tap every classifier has: class neurons before softmax.
inline constexpr std::string_view logits_tap = "logits";

struct ForwardOptions {
  /// Let the gradient through a ReLU whose whole output is dead, where it would raise the input (Lucid's
  /// "redirected ReLU"); changes gradients only, never values. For a caller who differentiates what he wants
  /// to be larger.
  bool redirect_relu = false;
  /// As while training: BatchNorm normalises by the batch and moves its running statistics.
  bool training = false;
  /// Share of the features before the classifier that is dropped (0: none), drawn from torch's generator.
  double dropout = 0;
};

/// A classifier. Frozen and immutable after construction, so any thread may run it (each under its own grad
/// mode); but see make_network() for one that is being trained.
class Network {
 public:
  virtual ~Network() = default;

  /// All taps in forward order, `logits` last.
  virtual std::span<const Tap> taps() const = 0;
  virtual int classes() const = 0;
  virtual at::Device device() const = 0;

  /// Runs as far as the last wanted tap and no further. `image`: N x 3 x H x W float32, RGB, sRGB 0..1, on
  /// device(); the network's own normalisation happens inside. H and W at least 32. Differentiable with
  /// respect to `image`, and to the weights that were given as requiring gradients. Unknown names in `wanted`
  /// are a programming error (checked).
  virtual Activations forward(const at::Tensor& image, const std::set<std::string>& wanted,
                              ForwardOptions options = {}) const = 0;

  /// Of the last layer: classes x features, on device(). What it weighs is the tap before the logits.
  /// Undefined where that is not known.
  virtual at::Tensor class_weights() const { return {}; }

  /// The network as plain data, BatchNorm folded. None where it is not frozen, not on the CPU, or not known
  /// in such parts.
  virtual std::optional<Graph> graph() const { return std::nullopt; }
  /// The same as what a plan takes its numbers from; the only one that costs a blend nothing.
  virtual std::optional<GraphBlend> graphs() const;
};

/// Builds the registered architecture ("googlenet") from weights, of which it keeps copies; tensors that
/// require gradients (trainable.h) are shared instead, so that an optimiser moves the network's own weights.
/// The Error names the architecture, or the first missing, superfluous, misshapen or non-finite tensor.
Result<std::shared_ptr<const Network>> make_network(std::string_view architecture, const StateDict& weights,
                                                    at::Device device);
/// The same without copies where it can be: for weights that nobody changes any more. Kernels that are
/// channels-last (and on the CPU) need none.
Result<std::shared_ptr<const Network>> make_network_sharing(std::string_view architecture,
                                                            const StateDict& weights, at::Device device);

/// Whether the architecture's graph is linear in its weights, so that the graph of a blend is the blend of
/// the graphs. Where BatchNorm is folded it is not.
bool is_linear(std::string_view architecture);

/// Whether the gradient to the picture was measured to survive bfloat16 in trained networks of this
/// architecture (cosine to float32's of 0.97 or more, docs/performance.md). False where nobody measured it.
bool keeps_its_gradient_in_bfloat16(std::string_view architecture);

/// Weights for a training that starts from nothing: see StateReader.
Result<StateDict> random_weights(std::string_view architecture, int classes, std::uint64_t seed);

/// Names of all registered architectures.
std::vector<std::string> architectures();

/// Name of the architecture's last layer: "NAME.weight" is classes x features, "NAME.bias" classes.
Result<std::string> classifier_name(std::string_view architecture);

}  // namespace birddream::net
