#include <cmath>
#include <string>
#include <type_traits>
#include <vector>

#include "base/formatted.h"
#include "base/number_from.h"
#include "base/text.h"
#include "recipe/field.h"
#include "recipe/param_table.h"

namespace birddream::recipe {
namespace {

Error refuse(const ParamInfo& info, std::string_view text, const std::string& allowed) {
  return Error{"'" + std::string(info.key) + "' cannot be '" + std::string(text.substr(0, 64)) +
               "': " + allowed + "."};
}

/// A bound as the type itself rounds it is within the bounds; NaN is not.
template <class T>
bool is_within(const ParamInfo& info, T value) {
  using Bound = std::conditional_t<std::is_floating_point_v<T>, T, double>;
  const auto wide = static_cast<Bound>(value);
  return wide >= static_cast<Bound>(info.min) && wide <= static_cast<Bound>(info.max);
}

template <class T>
Status parse_number(const ParamInfo& info, std::string_view text, T& value) {
  const auto parsed = number_from<T>(text);
  if (!parsed || !is_within(info, *parsed)) {
    return refuse(info, text,
                  std::string(std::is_integral_v<T> ? "it takes a whole number" : "it takes a number") +
                      formatted(" from %g to %g", info.min, info.max));
  }
  value = *parsed;
  return {};
}

Status parse_bool(const ParamInfo& info, std::string_view text, bool& value) {
  const std::string word = to_lower(text);
  if (word == "true" || word == "on" || word == "yes" || word == "1") {
    value = true;
  } else if (word == "false" || word == "off" || word == "no" || word == "0") {
    value = false;
  } else {
    return refuse(info, text, "it takes true or false");
  }
  return {};
}

template <class T>
Status parse_choice(const ParamInfo& info, std::string_view text, T& value) {
  std::string list;
  for (std::size_t i = 0; i < info.names.keys.size(); ++i) {
    if (info.names.keys[i] == text) {
      value = static_cast<T>(i);
      return {};
    }
    list += (i > 0 ? ", " : "") + std::string(info.names.keys[i]);
  }
  return refuse(info, text, "it takes one of " + list);
}

}  // namespace

Status set_param(DreamParams& params, std::string_view key, std::string_view text) {
  const ParamInfo* info = find_param(key);
  if (info == nullptr) {
    std::vector<std::string> keys;
    for (const ParamInfo& known : param_table()) keys.emplace_back(known.key);
    return Error{"There is no parameter '" + std::string(key.substr(0, 64)) + "'." +
                 did_you_mean(similar_names(key, keys, 3)) + " `birddream params` lists them."};
  }
  return visit_field(params, *info, [&](auto& value) -> Status {
    using T = std::remove_reference_t<decltype(value)>;
    if constexpr (std::is_same_v<T, bool>) {
      return parse_bool(*info, text, value);
    } else if constexpr (is_number<T>) {
      return parse_number(*info, text, value);
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = text;
      return {};
    } else {
      return parse_choice(*info, text, value);
    }
  });
}

Status validate(const DreamParams& params) {
  for (const ParamInfo& info : param_table()) {
    Status good = visit_field(params, info, [&](const auto& value) -> Status {
      using T = std::remove_cvref_t<decltype(value)>;
      if constexpr (is_number<T>) {
        if (!is_within(info, value)) {
          return refuse(info, formatted("%g", static_cast<double>(value)),
                        formatted("it takes a number from %g to %g", info.min, info.max));
        }
      } else if constexpr (std::is_enum_v<T>) {
        if (static_cast<int>(value) < 0 || static_cast<std::size_t>(value) >= info.names.keys.size()) {
          return refuse(info, std::to_string(static_cast<int>(value)), "there is no such choice");
        }
      } else if constexpr (std::is_same_v<T, std::string>) {
        if (value.size() > text_limit) return refuse(info, value, "it is too long");
      }
      return {};
    });
    if (!good) return good;
  }
  if (params.blur_min > params.blur_max)
    return Error{"'blur_min' is larger than 'blur_max': the blur is drawn from blur_min to blur_max."};
  if (params.scale_min > params.scale_max)
    return Error{"'scale_min' is larger than 'scale_max': the scale is drawn from scale_min to scale_max."};
  if (params.targets.empty())
    return Error{"There is no objective: give at least one target (a species, a layer, a channel)."};
  if (params.targets.size() > target_limit)
    return Error{"There are more than " + std::to_string(target_limit) + " targets."};
  for (const Target& target : params.targets) {
    if (!std::isfinite(target.weight) || std::abs(target.weight) > 1e6F)
      return Error{"A target's weight must be a number between -1000000 and 1000000."};
    const auto is_share = [](float value) { return value >= 0 && value <= 1; };  // and no NaN
    if (!is_share(target.across) || !is_share(target.down))
      return Error{"A target's place, 'across' and 'down', must be from 0 to 1."};
    if (target.channel < 0) return Error{"A target's channel must not be negative."};
    if (target.species.size() > text_limit || target.layer.size() > text_limit ||
        target.checkpoint.size() > text_limit || target.photo.size() > text_limit)
      return Error{"A target's species, layer, photo or checkpoint name is too long."};
    const auto kind = static_cast<std::size_t>(target.kind);
    if (kind >= objective_names().keys.size()) return Error{"A target is of an unknown kind."};
  }
  return {};
}

}  // namespace birddream::recipe
