#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

/// Reads fields of JSON that anybody may have written. A missing key leaves `to` as it is. Nothing throws.
namespace birddream::record {

/// Begins every Error, which then says what is wrong: "The session cannot be used: 'step' is not a text."
struct Foreign {
  const nlohmann::json& object;
  const char* what;  ///< "The session"

  Error refuse(const std::string& why) const;
  /// Names end up on terminals and in file paths: no control characters, at most 4,096 bytes.
  Status name(const char* key, std::string& to) const;
  Status whole(const char* key, int low, int high, int& to) const;
  /// A name out of those.
  Status choice(const char* key, std::span<const std::string_view> known, std::string& to) const;
  Status flag(const char* key, bool& to) const;
};

}  // namespace birddream::record
