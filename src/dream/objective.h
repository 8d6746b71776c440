#pragma once

#include <ATen/core/Tensor.h>

#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "dream/class_lookup.h"
#include "dream/step_report.h"
#include "net/network.h"
#include "recipe/params.h"

namespace birddream::dream {

/// The weighted sum that a dream climbs, bound to a network's classes and layers. Each term, for a batch of
/// one:
///   class_logit    the class neuron                cross_entropy  log softmax of it
///   probability    softmax of it                   layer          mean of the squared activations
///   channel        mean of one channel             neuron         its centre cell (row H/2, column W/2)
class Objective {
 public:
  /// Error: unknown species or layer, channel out of range, with what there is.
  static Result<Objective> bind(const std::vector<recipe::Target>& targets, const net::Network& network,
                                const ClassLookup& find_class);

  /// The taps a forward pass must deliver.
  const std::set<std::string>& wanted() const { return wanted_; }
  /// Scalar, differentiable.
  at::Tensor value(const net::Activations& activations) const;
  /// For messages: "'flamingo'", "channel 20 of inception_4d".
  const std::string& description() const { return description_; }

 private:
  struct Term {
    recipe::ObjectiveKind kind;
    std::string tap;
    int index;  // class or channel
    float weight;
  };
  std::vector<Term> terms_;
  std::set<std::string> wanted_;
  std::string description_;
};

/// The `count` largest logits with their softmax probability, largest first. logits: 1 x classes.
std::vector<Score> top_scores(const at::Tensor& logits, int count);

}  // namespace birddream::dream
