#include "engine/kept_dreams.h"

#include <algorithm>

namespace birddream::engine {

void KeptDreams::keep(int number, Handed dream) {
  take(number);
  dreams_.emplace_back(number, std::move(dream));
  if (dreams_.size() > most) dreams_.pop_front();
}

Handed KeptDreams::take(int number) {
  const auto found = std::ranges::find_if(dreams_, [&](const auto& kept) { return kept.first == number; });
  if (found == dreams_.end()) return {};
  Handed dream = std::move(found->second);
  dreams_.erase(found);
  return dream;
}

void KeptDreams::extend(const checkpoint::Series& series) {
  std::erase_if(dreams_, [&](auto& kept) { return !kept.second.stepper->set_series(series); });
}

}  // namespace birddream::engine
