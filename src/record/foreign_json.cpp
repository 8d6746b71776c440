#include "record/foreign_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace birddream::record {
namespace {

constexpr std::size_t longest_name = 4096;

}  // namespace

Error Foreign::refuse(const std::string& why) const {
  return Error{std::string(what) + " cannot be used: " + why + "."};
}

Status Foreign::name(const char* key, std::string& to) const {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  const auto* text = found->get_ptr<const std::string*>();
  if (text == nullptr) return refuse("'" + std::string(key) + "' is not a text");
  if (text->size() > longest_name) return refuse("'" + std::string(key) + "' is too long");
  const auto control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
  if (std::ranges::any_of(*text, control))
    return refuse("'" + std::string(key) + "' holds control characters");
  to = *text;
  return {};
}

Status Foreign::whole(const char* key, int low, int high, int& to) const {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  const bool fits = found->is_number_unsigned()
                        ? found->get<std::uint64_t>() <= static_cast<std::uint64_t>(high)
                        : found->is_number_integer() && found->get<std::int64_t>() <= high;
  if (!fits || found->get<std::int64_t>() < low) {
    return refuse("'" + std::string(key) + "' must be a whole number from " + std::to_string(low) + " to " +
                  std::to_string(high));
  }
  to = found->get<int>();
  return {};
}

Status Foreign::choice(const char* key, std::span<const std::string_view> known, std::string& to) const {
  std::string chosen = to;
  if (Status read = name(key, chosen); !read) return read;
  if (std::ranges::find(known, chosen) != known.end()) {
    to = std::move(chosen);
    return {};
  }
  std::string list;
  for (const std::string_view one : known)
    list.append(list.empty() ? "" : one == known.back() ? " or " : ", ").append(one);
  return refuse("'" + std::string(key) + "' must be " + list);
}

Status Foreign::flag(const char* key, bool& to) const {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  if (!found->is_boolean()) return refuse("'" + std::string(key) + "' must be true or false");
  to = found->get<bool>();
  return {};
}

}  // namespace birddream::record
