#include "dream/objective.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "base/text.h"
#include "dream/guide_photo.h"

namespace birddream::dream {
namespace {

using recipe::ObjectiveKind;

Result<net::Tap> find_layer(const std::string& name, const net::Network& network) {
  std::vector<std::string> names;
  for (const net::Tap& tap : network.taps()) {
    if (tap.name == name) return tap;
    names.push_back(tap.name);
  }
  return Error{"This network has no layer '" + name + "'." + did_you_mean(similar_names(name, names, 3))};
}

/// Where a neuron lies in its layer, as shares of it.
struct Cell {
  float across, down;

  /// Of a channel, N x H x W; a layer that is one cell has but that.
  at::Tensor of(const at::Tensor& channel) const {
    if (channel.dim() < 3) return channel;
    const auto at = [](float share, std::int64_t count) {
      return std::clamp(static_cast<std::int64_t>(share * static_cast<float>(count)), std::int64_t{0},
                        count - 1);
    };
    return channel.select(1, at(down, channel.size(1))).select(1, at(across, channel.size(2)));
  }
};

at::Tensor term_value(ObjectiveKind kind, const at::Tensor& x, int index, const Cell& cell) {
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
    case ObjectiveKind::guide:  // see guided()
      break;
  }
  return cell.of(x.select(1, index)).sum();
}

/// What the layer sees in the photo, one column a cell, of length 1 in the mean. Channels x cells.
Result<at::Tensor> guide_features(const recipe::Target& target, const net::Network& network) {
  const auto read = guide_photo(target.photo);
  if (!read) return read.error();
  const GuidePhoto& guide = **read;
  const at::NoGradGuard frozen;
  const at::Tensor photo =
      at::tensor(guide.planar).view({1, 3, guide.height, guide.width}).to(network.device());
  const at::Tensor seen = network.forward(photo, {target.layer}).at(target.layer)[0].flatten(1);
  return seen / seen.norm(2, 0).mean().clamp_min(1e-12);
}

/// Every cell of `x` climbs towards the guide's cell that it is most like already (google/deepdream's
/// notebook, "Controlling dreams": the largest dot product). Those cells, channels x cells of x.
at::Tensor nearest_of_guide(const at::Tensor& x, const at::Tensor& guide) {
  const at::Tensor cells = x[0].flatten(1).detach();
  return guide.index_select(1, at::matmul(guide.t(), cells).argmax(0));
}

at::Tensor guided(const at::Tensor& x, const at::Tensor& guide) {
  const at::Tensor nearest = nearest_of_guide(x, guide);
  return (x[0].flatten(1) * nearest).sum() / static_cast<double>(nearest.size(1));
}

std::span<const float> row_of(const at::Tensor& logits) {
  return {logits.const_data_ptr<float>(), static_cast<std::size_t>(logits.numel())};
}

/// The term's value; adds weight times its gradient to `g`. x: 1 x classes.
double climb_class(ObjectiveKind kind, const at::Tensor& x, int index, float weight, at::Tensor& g) {
  const auto chosen = static_cast<std::size_t>(index);
  const auto all = row_of(x);
  auto* const to = g.mutable_data_ptr<float>();
  if (kind == ObjectiveKind::class_logit) {
    to[chosen] += weight;
    return all[chosen];
  }
  // p_i log-differentiated is (1 where i is it) - p; p_i itself is p_i times that.
  const std::vector<float> shares = softmax(all);
  const bool itself = kind == ObjectiveKind::probability;
  const float factor = weight * (itself ? shares[chosen] : 1.0F);
  for (std::size_t i = 0; i < all.size(); ++i) to[i] += factor * ((i == chosen ? 1.0F : 0.0F) - shares[i]);
  if (itself) return shares[chosen];
  const float largest = std::ranges::max(all);
  double sum = 0;
  for (const float logit : all) sum += std::exp(logit - largest);
  return all[chosen] - largest - std::log(sum);
}

/// Likewise for what is of a layer, N x C x H x W or N x C.
double climb_layer(ObjectiveKind kind, const at::Tensor& x, int index, const Cell& cell, float weight,
                   at::Tensor& g) {
  const auto count = static_cast<double>(x.numel());
  if (kind == ObjectiveKind::layer) {
    g.add_(x, 2.0 * weight / count);
    return at::mul(x, x).mean().item<double>();
  }
  const at::Tensor channel = x.select(1, index);
  at::Tensor of_channel = g.select(1, index);
  if (kind == ObjectiveKind::channel) {
    of_channel.add_(weight / static_cast<double>(channel.numel()));
    return channel.mean().item<double>();
  }
  cell.of(of_channel).add_(weight);
  return cell.of(channel).sum().item<double>();
}

/// Position of that checkpoint's onlooker, which is added where it is new.
Result<std::size_t> onlooker_of(const std::string& checkpoint, const NetworkLookup& find_network,
                                std::vector<Onlooker>& onlookers) {
  const auto known = std::ranges::find(onlookers, checkpoint, &Onlooker::checkpoint);
  if (known != onlookers.end()) return static_cast<std::size_t>(known - onlookers.begin());
  if (!find_network)
    return Error{"An objective wants to be seen by the checkpoint '" + checkpoint +
                 "', but here there is only the one under the dream."};
  auto network = find_network(checkpoint);
  if (!network) return network.error();
  onlookers.push_back({checkpoint, std::move(network).value(), {}});
  return onlookers.size() - 1;
}

}  // namespace

at::Tensor Objective::known_guide(const Term& wanted, const net::Network* onlooker) const {
  const auto known = std::ranges::find_if(terms_, [&](const Term& term) {
    const net::Network* const looks = term.looks == 0 ? nullptr : onlookers_[term.looks - 1].network.get();
    return term.guide.defined() && term.photo == wanted.photo && term.tap == wanted.tap && looks == onlooker;
  });
  return known == terms_.end() ? at::Tensor() : known->guide;
}

Result<Objective> Objective::bind(const std::vector<recipe::Target>& targets, const net::Network& own,
                                  const ClassLookup& find_class, const NetworkLookup& find_network,
                                  const Objective* before) {
  Objective objective;
  for (const recipe::Target& target : targets) {
    Term term{target.kind, std::string(net::logits_tap), 0, target.weight, 0, {}, target.across, target.down,
              target.photo};
    const net::Network* looking = &own;
    if (!target.checkpoint.empty()) {
      const auto onlooker = onlooker_of(target.checkpoint, find_network, objective.onlookers_);
      if (!onlooker) return onlooker.error();
      looking = objective.onlookers_[*onlooker].network.get();
      term.looks = *onlooker + 1;
    }
    const net::Network& network = *looking;
    std::string name;
    if (is_of_class(target.kind)) {
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
      const bool whole = target.kind == ObjectiveKind::layer || target.kind == ObjectiveKind::guide;
      if (!whole && target.channel >= layer->channels) {
        return Error{"Layer '" + target.layer + "' has channels 0 to " + std::to_string(layer->channels - 1) +
                     ", not " + std::to_string(target.channel) + "."};
      }
      term.tap = layer->name;
      term.index = target.channel;
      if (target.kind == ObjectiveKind::guide) {
        if (before != nullptr) term.guide = before->known_guide(term, looking == &own ? nullptr : looking);
        if (!term.guide.defined()) {
          auto guide = guide_features(target, network);
          if (!guide) return guide.error();
          term.guide = std::move(guide).value();
        }
      }
      name = target.kind == ObjectiveKind::layer ? "layer " + target.layer
             : target.kind == ObjectiveKind::guide
                 ? "the photo as " + target.layer + " sees it"
                 : "channel " + std::to_string(target.channel) + " of " + target.layer;
    }
    if (!target.checkpoint.empty()) name += " seen by " + target.checkpoint;
    objective.description_ += (objective.description_.empty() ? "" : ", ") + name;
    (term.looks == 0 ? objective.wanted_ : objective.onlookers_[term.looks - 1].wanted).insert(term.tap);
    objective.terms_.push_back(std::move(term));
  }
  return objective;
}

at::Tensor Objective::value(const net::Activations& activations,
                            std::span<const net::Activations> others) const {
  at::Tensor sum;
  for (const Term& term : terms_) {
    const net::Activations& seen = term.looks == 0 ? activations : others[term.looks - 1];
    const at::Tensor& x = seen.at(term.tap);
    const at::Tensor plain = term.guide.defined()
                                 ? guided(x, term.guide)
                                 : term_value(term.kind, x, term.index, {term.across, term.down});
    const at::Tensor value = plain * term.weight;
    sum = sum.defined() ? sum + value : value;
  }
  return sum;
}

Objective::Climb Objective::climb(const net::Activations& activations,
                                  std::span<const net::Activations> others) const {
  const at::NoGradGuard frozen;
  Climb climb;
  climb.gradients.resize(1 + others.size());
  double sum = 0;
  for (const Term& term : terms_) {
    const at::Tensor x = (term.looks == 0 ? activations : others[term.looks - 1]).at(term.tap);
    at::Tensor& g = climb.gradients[term.looks][term.tap];
    if (!g.defined()) g = at::zeros_like(x);
    double value = 0;
    if (term.guide.defined()) {
      const at::Tensor nearest = nearest_of_guide(x, term.guide);
      const auto cells = static_cast<double>(nearest.size(1));
      g[0].add_(nearest.view(x[0].sizes()), term.weight / cells);
      value = (x[0].flatten(1) * nearest).sum().item<double>() / cells;
    } else if (recipe::is_of_class(term.kind)) {
      value = climb_class(term.kind, x.contiguous(), term.index, term.weight, g);
    } else {
      value = climb_layer(term.kind, x, term.index, {term.across, term.down}, term.weight, g);
    }
    sum += value * term.weight;
  }
  climb.value = static_cast<float>(sum);
  return climb;
}

std::optional<std::vector<Objective::PlainTerm>> Objective::plain_terms() const {
  std::vector<PlainTerm> plain;
  for (const Term& term : terms_) {
    if (term.looks != 0 || term.guide.defined()) return std::nullopt;
    plain.push_back({term.kind, term.tap, term.index, term.weight, term.across, term.down});
  }
  return plain;
}

std::vector<float> softmax(std::span<const float> logits) {
  const float largest = std::ranges::max(logits);
  std::vector<float> shares;
  double sum = 0;
  for (const float logit : logits) {
    shares.push_back(std::exp(logit - largest));
    sum += shares.back();
  }
  for (float& share : shares) share = static_cast<float>(share / sum);
  return shares;
}

std::vector<Score> top_scores(const at::Tensor& logits, int count) {
  const at::NoGradGuard frozen;
  const at::Tensor row = logits[0].detach().to(at::kCPU, at::kFloat).contiguous();
  const auto all = row_of(row);
  std::vector<int> order(all.size());
  std::iota(order.begin(), order.end(), 0);
  const auto kept = std::min(static_cast<std::size_t>(std::max(count, 0)), all.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
                    [&](int a, int b) {
                      const float x = all[static_cast<std::size_t>(a)], y = all[static_cast<std::size_t>(b)];
                      return x > y || (x == y && a < b);
                    });
  order.resize(kept);
  if (kept == 0) return {};
  const std::vector<float> shares = softmax(all);
  std::vector<Score> scores;
  for (const int index : order) {
    const auto i = static_cast<std::size_t>(index);
    scores.push_back({index, all[i], shares[i]});
  }
  return scores;
}

}  // namespace birddream::dream
