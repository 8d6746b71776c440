// libFuzzer: whatever bytes come, reading parameters ends in a value or an Error, and what is accepted is
// valid and stable.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "recipe/param_table.h"
#include "recipe/params_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parsed = nlohmann::json::parse(data, data + size, nullptr, false);
  if (parsed.is_discarded()) return 0;
  const auto params = birddream::recipe::params_from_json(parsed);
  if (!params) return 0;
  if (!birddream::recipe::validate(*params)) std::abort();
  const auto again = birddream::recipe::params_from_json(birddream::recipe::to_json(*params));
  if (!again || !(*again == *params)) std::abort();
  return 0;
}
