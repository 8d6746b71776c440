#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "checkpoint/json_fields.h"
#include "recipe/params.h"

namespace birddream::record {

inline constexpr int most_steps = 100'000'000;  ///< that a file may speak of

/// From that many steps done on, these parameters and this checkpoint were in force, computed in this
/// precision.
struct SessionChange {
  int step = 0;
  recipe::DreamParams params;
  std::string checkpoint;      ///< as checkpoint::to_text() writes a place
  std::string weights = {};    ///< dream::Stepper::weights() of them; empty: not said
  std::string precision = {};  ///< one of `precisions`; empty: not said
  bool operator==(const SessionChange&) const = default;
};

/// Of changes that say none it is that one.
void tell_precision(std::vector<SessionChange>& steering, const std::string& precision);

/// Of SessionChange::weights those under the dream.
std::string main_weights(const std::string& weights);

/// Into `object`: what the first change holds, whole (`checkpoint`, `weights`, `precision`, `params`), and of
/// each other one what is different from the one before it (`changes`). `steering`: at least one.
void write_steering(std::span<const SessionChange> steering, nlohmann::json& object);

/// The inverse, of foreign JSON. Faults: values out of range, steps that fall, more than 100,000 changes. An
/// object without changes is a dream that was never steered.
void read_steering(checkpoint::Fields& from, std::vector<SessionChange>& steering);

}  // namespace birddream::record
