#include "engine/second_look.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <utility>

namespace birddream::engine {
namespace {

std::vector<dream::Score> largest(std::span<const float> shares, std::size_t most) {
  std::vector<int> order(shares.size());
  std::iota(order.begin(), order.end(), 0);
  const auto count = std::min(most, order.size());
  const auto share_of = [&](int index) { return shares[static_cast<std::size_t>(index)]; };
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                    [&](int a, int b) { return share_of(a) > share_of(b); });
  std::vector<dream::Score> scores;
  for (std::size_t i = 0; i < count; ++i) scores.push_back({order[i], 0, share_of(order[i])});
  return scores;
}

}  // namespace

SecondLook look_again(dream::Stepper& stepper, const std::optional<checkpoint::Place>& other, bool nearest,
                      int count) {
  SecondLook look;
  if (other) {
    if (const auto shares = stepper.probabilities_under(*other))
      look.top = largest(*shares, static_cast<std::size_t>(count));
  }
  if (nearest) {
    if (auto found = stepper.nearest(count)) look.nearest = std::move(found).value();
  }
  return look;
}

}  // namespace birddream::engine
