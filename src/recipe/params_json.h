#pragma once

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "recipe/params.h"

namespace birddream::recipe {

/// The version written into every JSON of parameters. A reader refuses a larger one with a clear message.
inline constexpr int params_version = 1;

nlohmann::json to_json(const DreamParams& params);

/// Reads parameters over `defaults`: missing keys keep their default, unknown keys and values out of range
/// are an Error that names them. Never throws, whatever the JSON holds.
Result<DreamParams> params_from_json(const nlohmann::json& json, const DreamParams& defaults = {});

}  // namespace birddream::recipe
