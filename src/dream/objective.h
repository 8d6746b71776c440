#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "dream/lookups.h"
#include "dream/step_report.h"
#include "net/network.h"
#include "recipe/params.h"

namespace birddream::dream {

/// A network that looks at the picture besides the dream's own, and the taps it must deliver.
struct Onlooker {
  std::string checkpoint;
  std::shared_ptr<const net::Network> network;
  std::set<std::string> wanted;
};

/// The weighted sum that a dream climbs, bound to a network's classes and layers. Each term, for a batch of
/// one:
///   class_logit    the class neuron                cross_entropy  log softmax of it
///   probability    softmax of it                   layer          mean of the squared activations
///   channel        mean of one channel             neuron         one cell: row down * H, column across * W
///   guide          mean over the cells of the dot product with that cell of a photo's features, of length 1
///   in
///                  the mean, which has the largest
class Objective {
 public:
  /// Terms that another checkpoint looks at need `find_network`. Error: unknown species, layer or checkpoint,
  /// channel out of range, with what there is. A guide's photo is seen by the network: may throw what
  /// LibTorch throws (guarded.h). `before`: bound to the same network; what that saw in photos is not looked
  /// at again.
  static Result<Objective> bind(const std::vector<recipe::Target>& targets, const net::Network& own,
                                const ClassLookup& find_class, const NetworkLookup& find_network = {},
                                const Objective* before = nullptr);

  /// The taps the dream's own network must deliver.
  const std::set<std::string>& wanted() const { return wanted_; }
  const std::vector<Onlooker>& onlookers() const { return onlookers_; }
  /// Scalar, differentiable. `others`: what the onlookers delivered, in their order.
  at::Tensor value(const net::Activations& activations, std::span<const net::Activations> others = {}) const;
  /// The same by hand, with the gradient at every tap that a term is of: the dream's own network's, then the
  /// onlookers'. For float32 activations on the CPU.
  struct Climb {
    float value = 0;
    std::vector<net::Activations> gradients;
  };
  Climb climb(const net::Activations& activations, std::span<const net::Activations> others = {}) const;
  /// The terms as plain data, where that says all: no photo guides one, no other checkpoint looks.
  struct PlainTerm {
    recipe::ObjectiveKind kind;
    std::string tap;
    int index;  ///< class or channel
    float weight;
    float across, down;  ///< of a neuron, as recipe::Target has them
  };
  std::optional<std::vector<PlainTerm>> plain_terms() const;
  /// For messages: "'flamingo'", "channel 20 of inception_4d".
  const std::string& description() const { return description_; }

 private:
  struct Term {
    recipe::ObjectiveKind kind;
    std::string tap;
    int index;  // class or channel
    float weight;
    std::size_t looks;                 // 0: the dream's network, else onlookers_[looks - 1]
    at::Tensor guide;                  // of a guided term: channels x cells of the photo
    float across = 0.5F, down = 0.5F;  // of a neuron
    std::string photo;                 // of a guided term
  };
  /// Undefined where no such term is here. `onlooker`: null for the dream's network.
  at::Tensor known_guide(const Term& wanted, const net::Network* onlooker) const;

  std::vector<Term> terms_;
  std::vector<Onlooker> onlookers_;
  std::set<std::string> wanted_;
  std::string description_;
};

/// Softmax of a row of logits.
std::vector<float> softmax(std::span<const float> logits);

/// The `count` largest logits with their softmax probability, largest first. logits: 1 x classes.
std::vector<Score> top_scores(const at::Tensor& logits, int count);

}  // namespace birddream::dream
