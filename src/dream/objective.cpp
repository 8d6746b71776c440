#include "dream/objective.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "base/text.h"

namespace birddream::dream {
namespace {

using recipe::ObjectiveKind;

bool of_class(ObjectiveKind kind) {
  return kind == ObjectiveKind::class_logit || kind == ObjectiveKind::cross_entropy ||
         kind == ObjectiveKind::probability;
}

Result<net::Tap> find_layer(const std::string& name, const net::Network& network) {
  std::vector<std::string> names;
  for (const net::Tap& tap : network.taps()) {
    if (tap.name == name) return tap;
    names.push_back(tap.name);
  }
  return Error{"This network has no layer '" + name + "'." + did_you_mean(similar_names(name, names, 3))};
}

at::Tensor term_value(ObjectiveKind kind, const at::Tensor& x, int index) {
  switch (kind) {
    case ObjectiveKind::class_logit:
      return x.select(1, index).sum();
    case ObjectiveKind::cross_entropy:
      return at::log_softmax(x, 1).select(1, index).sum();
    case ObjectiveKind::probability:
      return at::softmax(x, 1).select(1, index).sum();
    case ObjectiveKind::layer:
      return (x * x).mean();
    case ObjectiveKind::channel:
      return x.select(1, index).mean();
    case ObjectiveKind::neuron:
      break;
  }
  const at::Tensor cells = x.dim() == 4 ? x : x.view({x.size(0), x.size(1), 1, 1});
  return cells.select(1, index).select(1, cells.size(2) / 2).select(1, cells.size(3) / 2).sum();
}

}  // namespace

Result<Objective> Objective::bind(const std::vector<recipe::Target>& targets, const net::Network& network,
                                  const ClassLookup& find_class) {
  Objective objective;
  for (const recipe::Target& target : targets) {
    Term term{target.kind, std::string(net::logits_tap), 0, target.weight};
    std::string name;
    if (of_class(target.kind)) {
      const auto index = find_class(target.species);
      if (!index) return index.error();
      if (*index < 0 || *index >= network.classes()) {
        return Error{"'" + target.species + "' is class " + std::to_string(*index) +
                     ", but the network has " + std::to_string(network.classes()) +
                     " classes: the class list does not belong to these weights."};
      }
      term.index = *index;
      name = "'" + target.species + "'";
    } else {
      const auto layer = find_layer(target.layer, network);
      if (!layer) return layer.error();
      if (target.kind != ObjectiveKind::layer && target.channel >= layer->channels) {
        return Error{"Layer '" + target.layer + "' has channels 0 to " + std::to_string(layer->channels - 1) +
                     ", not " + std::to_string(target.channel) + "."};
      }
      term.tap = layer->name;
      term.index = target.channel;
      name = target.kind == ObjectiveKind::layer
                 ? "layer " + target.layer
                 : "channel " + std::to_string(target.channel) + " of " + target.layer;
    }
    objective.description_ += (objective.description_.empty() ? "" : ", ") + name;
    objective.wanted_.insert(term.tap);
    objective.terms_.push_back(std::move(term));
  }
  return objective;
}

at::Tensor Objective::value(const net::Activations& activations) const {
  at::Tensor sum;
  for (const Term& term : terms_) {
    const at::Tensor value = term_value(term.kind, activations.at(term.tap), term.index) * term.weight;
    sum = sum.defined() ? sum + value : value;
  }
  return sum;
}

std::vector<Score> top_scores(const at::Tensor& logits, int count) {
  const at::NoGradGuard frozen;
  const at::Tensor row = logits[0].detach().to(at::kCPU, at::kFloat);
  const at::Tensor probabilities = at::softmax(row, 0);
  const auto [values, indices] = row.topk(std::min<std::int64_t>(count, row.size(0)));
  std::vector<Score> scores;
  for (std::int64_t i = 0; i < values.size(0); ++i) {
    const auto index = indices[i].item<std::int64_t>();
    scores.push_back({static_cast<int>(index), values[i].item<float>(), probabilities[index].item<float>()});
  }
  return scores;
}

}  // namespace birddream::dream
