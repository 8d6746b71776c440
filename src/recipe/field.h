#pragma once

#include <type_traits>

#include "recipe/param_table.h"

namespace birddream::recipe {

/// Calls `visitor(value)` with a reference to the parameter's value inside `params`, in its own type.
template <class Params, class Visitor>
decltype(auto) visit_field(Params& params, const ParamInfo& info, Visitor&& visitor) {
  return std::visit([&](auto member) -> decltype(auto) { return visitor(params.*member); }, info.field);
}

/// Whether T is a number with a range in the table (not bool, text or a choice).
template <class T>
inline constexpr bool is_number = std::is_arithmetic_v<T> && !std::is_same_v<T, bool>;

}  // namespace birddream::recipe
