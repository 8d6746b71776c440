#pragma once

#include <string>

#include "recipe/param_table.h"
#include "recipe/params.h"

namespace birddream::app {

/// A parameter's value as --set would take it.
std::string value_text(const recipe::DreamParams& params, const recipe::ParamInfo& info);

/// What a parameter may be: "64..4096 px", "true, false", "pixel, fourier".
std::string allowed_text(const recipe::ParamInfo& info);

/// What a target climbs: "class_logit of flamingo", "channel 12 of inception_4c, weight -0.5".
std::string target_text(const recipe::Target& target);

/// All parameters of a recipe, a line each: "  key = value".
std::string recipe_text(const recipe::DreamParams& params);

/// The whole table with defaults, ranges and explanations, for a terminal.
std::string table_text();

}  // namespace birddream::app
