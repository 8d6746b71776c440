#include "record/steering.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "recipe/params_json.h"

namespace birddream::record {
namespace {

using nlohmann::json;

constexpr int most_steps = 100'000'000;
constexpr std::size_t most_changes = 100'000;

json difference(const json& before, const json& after) {
  json changed = json::object();
  for (const auto& [key, value] : after.items()) {
    if (before.value(key, json()) != value) changed[key] = value;
  }
  return changed;
}

Result<recipe::DreamParams> read_params(const Foreign& from, const recipe::DreamParams& before) {
  const auto found = from.object.find("params");
  if (found == from.object.end()) return before;
  auto params = recipe::params_from_json(*found, before);
  if (!params) return from.refuse(params.error().message);
  return params;
}

Result<SessionChange> read_change(const Foreign& from, const SessionChange& before) {
  if (!from.object.is_object()) return from.refuse("a change is not an object");
  SessionChange change{before.step, {}, before.checkpoint, before.weights};
  if (const Status read = from.whole("step", before.step, most_steps, change.step); !read)
    return read.error();
  if (const Status read = from.name("checkpoint", change.checkpoint); !read) return read.error();
  if (const Status read = from.name("weights", change.weights); !read) return read.error();
  auto params = read_params(from, before.params);
  if (!params) return params.error();
  change.params = std::move(params).value();
  return change;
}

}  // namespace

std::string main_weights(const std::string& weights) {
  return weights.substr(0, weights.find('+'));
}

void write_steering(std::span<const SessionChange> steering, json& object) {
  json before = recipe::to_json(steering.front().params);
  object["checkpoint"] = steering.front().checkpoint;
  object["params"] = before;
  if (!steering.front().weights.empty()) object["weights"] = steering.front().weights;
  json changes = json::array();
  for (std::size_t i = 1; i < steering.size(); ++i) {
    const SessionChange& change = steering[i];
    json params = recipe::to_json(change.params);
    json one = {{"step", change.step}};
    if (change.checkpoint != steering[i - 1].checkpoint) one["checkpoint"] = change.checkpoint;
    if (change.weights != steering[i - 1].weights) one["weights"] = change.weights;
    if (json changed = difference(before, params); !changed.empty()) one["params"] = std::move(changed);
    changes.push_back(std::move(one));
    before = std::move(params);
  }
  if (!changes.empty()) object["changes"] = std::move(changes);
}

Result<std::vector<SessionChange>> read_steering(const Foreign& from) {
  std::vector<SessionChange> steering(1);
  if (const Status read = from.name("checkpoint", steering.front().checkpoint); !read) return read.error();
  if (const Status read = from.name("weights", steering.front().weights); !read) return read.error();
  auto params = read_params(from, {});
  if (!params) return params.error();
  steering.front().params = std::move(params).value();
  const auto changes = from.object.find("changes");
  if (changes == from.object.end()) return steering;
  if (!changes->is_array()) return from.refuse("the changes are not a list");
  if (changes->size() > most_changes) return from.refuse("there are too many changes");
  for (const json& change : *changes) {
    auto read = read_change({change, from.what}, steering.back());
    if (!read) return read.error();
    steering.push_back(std::move(read).value());
  }
  return steering;
}

}  // namespace birddream::record
