#include "recipe/params_json.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "recipe/field.h"
#include "recipe/param_table.h"

namespace birddream::recipe {
namespace {

using nlohmann::json;

constexpr const char* version_key = "version";
constexpr const char* targets_key = "targets";

Error wrong(std::string_view key, const char* needed) {
  return Error{"'" + std::string(key.substr(0, 64)) + "' must be " + needed + "."};
}

template <class T>
Status read_number(const json& item, std::string_view key, T& value) {
  if constexpr (std::is_integral_v<T>) {
    if (!item.is_number_integer()) return wrong(key, "a whole number");
    if (item.is_number_unsigned()) {
      const auto wide = item.get<std::uint64_t>();
      if (wide > static_cast<std::uint64_t>(std::numeric_limits<T>::max()))
        return wrong(key, "a smaller number");
      value = static_cast<T>(wide);
      return {};
    }
    const auto wide = item.get<std::int64_t>();  // negative
    if (!std::is_signed_v<T> || wide < static_cast<std::int64_t>(std::numeric_limits<T>::min()))
      return wrong(key, "a larger number");
    value = static_cast<T>(wide);
    return {};
  } else {
    if (!item.is_number()) return wrong(key, "a number");
    value = static_cast<T>(item.get<double>());
    return {};
  }
}

Status read_choice(const json& item, std::string_view key, EnumNames names, int& value) {
  if (!item.is_string()) return wrong(key, "a name");
  const auto& text = item.get_ref<const std::string&>();
  const auto found = std::find(names.keys.begin(), names.keys.end(), text);
  if (found == names.keys.end()) {
    std::string list;
    for (const auto name : names.keys) list += (list.empty() ? "" : ", ") + std::string(name);
    return wrong(key, ("one of " + list).c_str());
  }
  value = static_cast<int>(found - names.keys.begin());
  return {};
}

Status read_text(const json& item, std::string_view key, std::string& value) {
  if (!item.is_string()) return wrong(key, "text");
  value = item.get<std::string>();
  return {};
}

Status read_field(const json& item, const ParamInfo& info, DreamParams& params) {
  return visit_field(params, info, [&](auto& value) -> Status {
    using T = std::remove_reference_t<decltype(value)>;
    if constexpr (std::is_same_v<T, bool>) {
      if (!item.is_boolean()) return wrong(info.key, "true or false");
      value = item.get<bool>();
      return {};
    } else if constexpr (is_number<T>) {
      return read_number(item, info.key, value);
    } else if constexpr (std::is_same_v<T, std::string>) {
      return read_text(item, info.key, value);
    } else {
      int choice = 0;
      Status read = read_choice(item, info.key, info.names, choice);
      if (read) value = static_cast<T>(choice);
      return read;
    }
  });
}

Status read_target(const json& item, Target& target) {
  if (!item.is_object()) return Error{"Each of the targets must be an object."};
  for (const auto& [key, value] : item.items()) {
    Status read;
    if (key == "kind") {
      int kind = 0;
      read = read_choice(value, key, objective_names(), kind);
      target.kind = static_cast<ObjectiveKind>(kind);
    } else if (key == "species") {
      read = read_text(value, key, target.species);
    } else if (key == "layer") {
      read = read_text(value, key, target.layer);
    } else if (key == "channel") {
      read = read_number(value, key, target.channel);
    } else if (key == "weight") {
      read = read_number(value, key, target.weight);
    } else if (key == "photo") {
      read = read_text(value, key, target.photo);
    } else if (key == "checkpoint") {
      read = read_text(value, key, target.checkpoint);
    } else if (key == "across") {
      read = read_number(value, key, target.across);
    } else if (key == "down") {
      read = read_number(value, key, target.down);
    } else {
      read = Error{"A target has no '" + key.substr(0, 64) +
                   "': it takes kind, species, layer, channel, across, down, weight, photo, checkpoint."};
    }
    if (!read) return read;
  }
  return {};
}

Status read_targets(const json& item, std::vector<Target>& targets) {
  if (!item.is_array()) return wrong(targets_key, "a list");
  if (item.size() > target_limit)
    return Error{"There are more than " + std::to_string(target_limit) + " targets."};
  targets.clear();
  for (const json& one : item) {
    Target target;
    if (Status read = read_target(one, target); !read) return read;
    targets.push_back(std::move(target));
  }
  return {};
}

Status read_version(const json& item) {
  if (!item.is_number_integer()) return wrong(version_key, "a whole number");
  const auto version = item.get<std::int64_t>();
  if (version < 1) return wrong(version_key, "1 or more");
  if (version > params_version)
    return Error{"These parameters were written by a newer birddream (version " + std::to_string(version) +
                 "); this one reads up to " + std::to_string(params_version) + "."};
  return {};
}

}  // namespace

json to_json(const DreamParams& params) {
  json root = {{version_key, params_version}};
  for (const ParamInfo& info : param_table()) {
    visit_field(params, info, [&](const auto& value) {
      using T = std::remove_cvref_t<decltype(value)>;
      if constexpr (std::is_enum_v<T>) {
        root[std::string(info.key)] = info.names.keys[static_cast<std::size_t>(value)];
      } else {
        root[std::string(info.key)] = value;
      }
    });
  }
  json targets = json::array();
  for (const Target& target : params.targets) {
    json item = {{"kind", objective_names().keys[static_cast<std::size_t>(target.kind)]},
                 {"weight", target.weight}};
    if (!target.species.empty()) item["species"] = target.species;
    if (!target.layer.empty()) item["layer"] = target.layer;
    if (target.channel != 0) item["channel"] = target.channel;
    if (target.across != 0.5F) item["across"] = target.across;
    if (target.down != 0.5F) item["down"] = target.down;
    if (!target.photo.empty()) item["photo"] = target.photo;
    if (!target.checkpoint.empty()) item["checkpoint"] = target.checkpoint;
    targets.push_back(std::move(item));
  }
  root[targets_key] = std::move(targets);
  return root;
}

Result<DreamParams> params_from_json(const json& root, const DreamParams& defaults) {
  if (!root.is_object()) return Error{"Parameters must be a JSON object."};
  DreamParams params = defaults;
  for (const auto& [key, value] : root.items()) {
    Status read;
    if (key == version_key) {
      read = read_version(value);
    } else if (key == targets_key) {
      read = read_targets(value, params.targets);
    } else if (const ParamInfo* info = find_param(key); info != nullptr) {
      read = read_field(value, *info, params);
    } else {
      std::vector<std::string> keys;
      for (const ParamInfo& known : param_table()) keys.emplace_back(known.key);
      read = Error{"There is no parameter '" + key.substr(0, 64) + "'." +
                   did_you_mean(similar_names(key.substr(0, 64), keys, 3))};
    }
    if (!read) return read.error();
  }
  if (const Status good = validate(params); !good) return good.error();
  return params;
}

}  // namespace birddream::recipe
