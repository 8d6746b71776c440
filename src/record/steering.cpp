#include "record/steering.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "recipe/params_json.h"
#include "record/precisions.h"

namespace birddream::record {
namespace {

using nlohmann::json;

constexpr std::size_t most_changes = 100'000;

json difference(const json& before, const json& after) {
  json changed = json::object();
  for (const auto& [key, value] : after.items()) {
    if (before.value(key, json()) != value) changed[key] = value;
  }
  return changed;
}

void read_state(checkpoint::Fields& from, SessionChange& change) {
  from.long_text("checkpoint", change.checkpoint);
  from.long_text("weights", change.weights);
  if (from.find("precision") != nullptr) from.choice("precision", precisions, change.precision);
  const json* params = from.find("params");
  if (params == nullptr) return;
  auto read = recipe::params_from_json(*params, change.params);
  if (!read) return from.refuse(read.error().message);
  change.params = std::move(read).value();
}

}  // namespace

void tell_precision(std::vector<SessionChange>& steering, const std::string& precision) {
  for (SessionChange& change : steering) {
    if (change.precision.empty()) change.precision = precision;
  }
}

std::string main_weights(const std::string& weights) {
  return weights.substr(0, weights.find('+'));
}

void write_steering(std::span<const SessionChange> steering, json& object) {
  json before = recipe::to_json(steering.front().params);
  object["checkpoint"] = steering.front().checkpoint;
  object["params"] = before;
  if (!steering.front().weights.empty()) object["weights"] = steering.front().weights;
  if (!steering.front().precision.empty()) object["precision"] = steering.front().precision;
  json changes = json::array();
  for (std::size_t i = 1; i < steering.size(); ++i) {
    const SessionChange& change = steering[i];
    json params = recipe::to_json(change.params);
    json one = {{"step", change.step}};
    if (change.checkpoint != steering[i - 1].checkpoint) one["checkpoint"] = change.checkpoint;
    if (change.weights != steering[i - 1].weights) one["weights"] = change.weights;
    if (change.precision != steering[i - 1].precision) one["precision"] = change.precision;
    if (json changed = difference(before, params); !changed.empty()) one["params"] = std::move(changed);
    changes.push_back(std::move(one));
    before = std::move(params);
  }
  if (!changes.empty()) object["changes"] = std::move(changes);
}

void read_steering(checkpoint::Fields& from, std::vector<SessionChange>& steering) {
  steering.assign(1, {});
  read_state(from, steering.front());
  const json* changes = from.find("changes");
  if (changes == nullptr) return;
  if (!changes->is_array()) return from.refuse("the changes are not a list");
  if (changes->size() > most_changes) return from.refuse("there are too many changes");
  for (const json& one : *changes) {
    checkpoint::Fields fields(one, "change " + std::to_string(steering.size()));
    SessionChange change = steering.back();
    fields.whole("step", change.step, most_steps, change.step);
    read_state(fields, change);
    if (!fields.fault().empty()) return from.refuse(fields.fault());
    steering.push_back(std::move(change));
  }
}

}  // namespace birddream::record
