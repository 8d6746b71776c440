#include "gl/shader_log.h"

#include <regex>

namespace birddream::gl {
namespace {

constexpr int shown = 4;

std::string located(std::string_view file, const std::string& message) {
  static const std::regex mesa(R"(^\d+:(\d+)(?:\(\d+\))?\s*:\s*(.*)$)");
  static const std::regex nvidia(R"(^\d+\((\d+)\)\s*:\s*(.*)$)");
  static const std::regex amd(R"(^(?:ERROR|WARNING):\s*\d+:(\d+)\s*:\s*(.*)$)");
  for (const auto* shape : {&mesa, &nvidia, &amd}) {
    std::smatch part;
    if (std::regex_match(message, part, *shape))
      return std::string(file) + ":" + part[1].str() + ": " + part[2].str();
  }
  return message;
}

}  // namespace

std::string readable_shader_log(std::string_view file, std::string_view log) {
  std::string line_of_all;
  int messages = 0;
  while (!log.empty()) {
    const auto end = log.find_first_of(std::string_view("\n\r\0", 3));
    const std::string message(log.substr(0, end));
    log.remove_prefix(end == std::string_view::npos ? log.size() : end + 1);
    if (message.find_first_not_of(" \t") == std::string::npos) continue;
    if (++messages > shown) continue;
    if (messages > 1) line_of_all += "; ";
    line_of_all += located(file, message);
  }
  if (messages > shown) line_of_all += "; and " + std::to_string(messages - shown) + " more";
  return messages > 0 ? line_of_all : std::string(file) + ": the driver gives no reason";
}

}  // namespace birddream::gl
