#include "engine/timeline.h"

namespace birddream::engine {

void Timeline::restart(const Change& start, std::uint64_t dream) {
  changes_.assign(1, start);
  dream_ = dream;
  lost_ = false;
}

void Timeline::note(const Change& change) {
  if (changes_.empty()) return;
  Change& last = changes_.back();
  const bool same = last.params == change.params && last.checkpoint == change.checkpoint &&
                    last.precision == change.precision;
  if (same) return;
  const bool replaces = last.step == change.step && changes_.size() > 1 &&
                        !recipe::changes_decoding(last.params, change.params);
  if (replaces) {
    last = change;
    return;
  }
  changes_.push_back(change);
  if (changes_.size() <= most) return;
  changes_.clear();
  lost_ = true;
}

}  // namespace birddream::engine
