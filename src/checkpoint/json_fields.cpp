#include "checkpoint/json_fields.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "checkpoint/safetensors_header.h"

namespace birddream::checkpoint {
namespace {

using nlohmann::json;

bool is_finite_number(const json& value) {
  return value.is_number() && std::isfinite(value.get<double>());
}

}  // namespace

bool is_short_plain(std::string_view text, std::size_t longest) {
  return text.size() <= longest &&
         std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

Fields::Fields(const json& object, std::string what) : object_(object), what_(std::move(what)) {
  if (!object.is_object()) fault_ = what_ + " is not an object";
}

void Fields::read_text(const char* key, std::string& to, std::size_t longest) {
  const json* value = find(key);
  if (value == nullptr) return;
  const auto* string = value->get_ptr<const json::string_t*>();
  if (string == nullptr) return complain(key, "is not a text");
  if (!is_short_plain(*string, longest)) return complain(key, "is too long or holds control characters");
  to = *string;
}

void Fields::text(const char* key, std::string& to, bool needed) {
  if (find(key, needed) == nullptr) return;
  read_text(key, to, 1024);
  if (needed && normalise_name(to).empty()) complain(key, "is empty");
}

void Fields::long_text(const char* key, std::string& to) {
  read_text(key, to, 4096);
}

void Fields::choice(const char* key, std::span<const std::string_view> known, std::string& to) {
  std::string chosen = to;
  long_text(key, chosen);
  if (std::ranges::find(known, chosen) != known.end()) {
    to = std::move(chosen);
    return;
  }
  std::string list;
  for (const std::string_view one : known)
    list.append(list.empty() ? "" : one == known.back() ? " or " : ", ").append(one);
  complain(key, "must be " + list);
}

void Fields::whole(const char* key, int low, int high, int& to) {
  const json* value = find(key);
  if (value == nullptr) return;
  const bool fits = value->is_number_unsigned()
                        ? value->get<std::uint64_t>() <= static_cast<std::uint64_t>(high)
                        : value->is_number_integer() && value->get<std::int64_t>() <= high;
  if (!fits || value->get<std::int64_t>() < low)
    return complain(key,
                    "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  to = value->get<int>();
}

void Fields::flag(const char* key, bool& to) {
  const json* value = find(key);
  if (value == nullptr) return;
  if (!value->is_boolean()) return complain(key, "is not true or false");
  to = value->get<bool>();
}

void Fields::number(const char* key, double& to) {
  const json* value = find(key);
  if (value == nullptr) return;
  if (!is_finite_number(*value)) return complain(key, "is not a number");
  to = value->get<double>();
}

void Fields::count(const char* key, std::int64_t& to) {
  auto number_read = static_cast<double>(to);
  number(key, number_read);
  constexpr double most = 9e15;  // beyond 2^53 a double skips whole numbers
  if (number_read < 0 || number_read > most || number_read != std::floor(number_read)) {
    return complain(key, "is not a whole number from 0 on");
  }
  to = static_cast<std::int64_t>(number_read);
}

void Fields::numbers(const char* key, std::span<double> to) {
  const json* value = find(key);
  if (value == nullptr) return;
  if (!value->is_array() || value->size() != to.size() || !std::ranges::all_of(*value, is_finite_number)) {
    return complain(key, "is not a list of " + std::to_string(to.size()) + " numbers");
  }
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = (*value)[i].get<double>();
}

void Fields::metrics(const char* key, std::map<std::string, double>& to) {
  const json* value = find(key);
  if (value == nullptr) return;
  if (!value->is_object()) return complain(key, "is not an object");
  for (const auto& [name, metric] : value->items()) {
    if (!is_finite_number(metric) || !is_short_plain(name))
      return complain(key, "holds something that is no number");
    to[name] = metric.get<double>();
  }
}

const json& Fields::list(const char* key) {
  static const json nothing = json::array();
  const json* value = find(key, true);
  if (value == nullptr) return nothing;
  if (value->is_array() && !value->empty()) return *value;
  complain(key, "is not a list with at least one entry");
  return nothing;
}

void Fields::texts(const char* key, std::vector<std::string>& to) {
  for (const json& item : list(key)) {
    const auto* string = item.get_ptr<const json::string_t*>();
    if (string == nullptr || !is_short_plain(*string) || normalise_name(*string).empty())
      return complain(key, "holds something that is not a short plain text");
    to.push_back(*string);
  }
}

void Fields::only(std::initializer_list<std::string_view> keys) {
  if (!fault_.empty()) return;
  for (const auto& [key, value] : object_.items()) {
    if (std::ranges::find(keys, key) != keys.end()) continue;
    std::string list;
    for (const std::string_view known : keys) list += (list.empty() ? "" : ", ") + std::string(known);
    fault_ = what_ + ": " + shown(key) + " is not among what is known here: " + list;
    return;
  }
}

const json* Fields::find(const char* key, bool needed) {
  if (!fault_.empty()) return nullptr;
  const auto found = object_.find(key);
  if (found != object_.end()) return &*found;
  if (needed) complain(key, "is missing");
  return nullptr;
}

void Fields::refuse(const std::string& why) {
  if (!fault_.empty()) return;
  fault_ = what_ + ": " + why;
  if (fault_.ends_with('.')) fault_.pop_back();
}

void Fields::complain(const char* key, const std::string& problem) {
  refuse("\"" + std::string(key) + "\" " + problem);
}

}  // namespace birddream::checkpoint
