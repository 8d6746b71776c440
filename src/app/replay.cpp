#include "app/replay.h"

#include "app/repeat.h"
#include "base/log.h"
#include "checkpoint/place.h"

namespace birddream::app {

Status replay(dream::Stepper& stepper, const checkpoint::Series& series, const record::Session& session,
              int steps, const std::string& precision, const std::function<Status(int step)>& shown) {
  const auto compute = [&](const record::SessionChange& change) {
    return stepper.set_precision(precision == "auto" ? precision_as_before(change.precision) : precision);
  };
  const auto load = [&](const record::SessionChange& change) -> Status {
    const auto place = checkpoint::place_from_text(series, change.checkpoint);
    if (!place) return place.error();
    return stepper.load(*place);
  };
  if (Status set = compute(session.changes.front()); !set) return set;
  if (Status loaded = load(session.changes.front()); !loaded) return loaded;
  if (Status begun = stepper.restart(session.changes.front().params); !begun) return begun;
  bool same = true, rounds_alike = true;
  const auto compare = [&](const record::SessionChange& change) {
    const bool other = !change.weights.empty() && change.weights != stepper.weights();
    if (same && other)
      log::warn("from step " + std::to_string(change.step) + " on it was dreamt with other weights (" +
                change.checkpoint + ", fingerprint " + change.weights + "; these have " + stepper.weights() +
                "): what grows is a sibling");
    same = same && !other;
    // Whoever expects the same bytes must know when they cannot be.
    const std::string now = stepper.info().precision;
    const bool rounds_otherwise = !change.precision.empty() && now != change.precision;
    if (rounds_alike && rounds_otherwise)
      log::warn("from step " + std::to_string(change.step) + " on it was dreamt in '" + change.precision +
                "' and is dreamt again in '" + now + "', which rounds differently: what grows is a sibling");
    rounds_alike = rounds_alike && !rounds_otherwise;
  };
  compare(session.changes.front());
  if (Status seen = shown(0); !seen) return seen;
  std::size_t next = 1;
  const auto steer = [&](int step) -> Status {
    for (; next < session.changes.size() && session.changes[next].step <= step; ++next) {
      const record::SessionChange &change = session.changes[next], &before = session.changes[next - 1];
      if (Status set = compute(change); !set) return set;
      if (change.checkpoint != before.checkpoint) {
        if (Status loaded = load(change); !loaded) return loaded;
      }
      if (Status set = stepper.set_params(change.params); !set) return set;
      compare(change);
    }
    return {};
  };
  for (int step = 0; step < steps; ++step) {
    if (Status steered = steer(step); !steered) return steered;
    if (const auto report = stepper.step(); !report) return report.error();
    if (Status seen = shown(step + 1); !seen) return seen;
  }
  return steer(steps);
}

}  // namespace birddream::app
