#include "app/json_report.h"

#include <nlohmann/json.hpp>

#include "base/atomic_file.h"

namespace birddream::app {

Status check_report(const std::filesystem::path& file) {
  if (file.empty()) return {};
  const auto pending = PendingFile::create(file);
  return pending ? Status() : pending.error();
}

Status write_report(const std::filesystem::path& file, const nlohmann::ordered_json& figures) {
  if (file.empty()) return {};
  constexpr auto readable = nlohmann::ordered_json::error_handler_t::replace;
  return write_file_atomically(file, figures.dump(1, ' ', false, readable) + "\n");
}

}  // namespace birddream::app
