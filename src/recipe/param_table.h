#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "recipe/params.h"

namespace birddream::recipe {

/// The names of an enum's values as written in JSON and on the command line, in order of value
/// ("class_logit",
/// ...), and as shown to a person ("Class logit", ...).
struct EnumNames {
  std::span<const std::string_view> keys;
  std::span<const std::string_view> labels;
};

/// Where a scalar parameter lives inside DreamParams.
using Field =
    std::variant<int DreamParams::*, float DreamParams::*, bool DreamParams::*, std::uint64_t DreamParams::*,
                 std::string DreamParams::*, Parametrisation DreamParams::*, Optimiser DreamParams::*,
                 Border DreamParams::*, FlipMode DreamParams::*, StartKind DreamParams::*>;

enum class Group { picture, start, parametrisation, step, view, zoom, octaves };

/// One scalar parameter: the single source for its JSON key, `--set key=value`, slider, range check and help.
struct ParamInfo {
  std::string_view key;    ///< "learning_rate"
  std::string_view label;  ///< "Learning rate"
  std::string_view unit;   ///< "px", "°", "" ...
  std::string_view help;   ///< one or two sentences for a person: what it does to the picture
  Group group;
  Field field;
  double min = 0;  ///< numbers: inclusive range (ignored for bool, string, enum)
  double max = 0;
  bool logarithmic = false;  ///< the slider's scale
  EnumNames names = {};      ///< enums only
};

/// Longest text (file and layer names) and most targets that are accepted from outside.
inline constexpr std::size_t text_limit = 4096;
inline constexpr std::size_t target_limit = 16;

std::span<const ParamInfo> param_table();
const ParamInfo* find_param(std::string_view key);
EnumNames objective_names();

/// Sets one parameter from text, as `--set key=value` does. Error names the key, the value and what is
/// allowed.
Status set_param(DreamParams& params, std::string_view key, std::string_view text);

/// Every value within its table range, enums valid, at least one target, pairs in order (blur_min <=
/// blur_max). The Error names the first offender. NaN is refused.
Status validate(const DreamParams& params);

}  // namespace birddream::recipe
