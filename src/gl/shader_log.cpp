#include "gl/shader_log.h"

namespace birddream::gl {
namespace {

constexpr int shown = 4;
constexpr std::string_view digits = "0123456789";

// Takes a prefix off; says whether it was there.
bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Takes leading digits off and gives them; empty when there are none.
std::string_view take_number(std::string_view& text) {
  const std::string_view number = text.substr(0, text.find_first_not_of(digits));
  text.remove_prefix(number.size());
  return number;
}

void take_spaces(std::string_view& text) {
  while (take(text, " ")) {
  }
}

// SOURCE:LINE: or SOURCE:LINE(COLUMN): or SOURCE(LINE) : and the message; anything else stays as it is.
std::string located(std::string_view file, std::string_view message) {
  std::string_view rest = message;
  if (take(rest, "ERROR:") || take(rest, "WARNING:")) take_spaces(rest);
  if (take_number(rest).empty()) return std::string(message);
  const bool bracketed = take(rest, "(");
  if (!bracketed && !take(rest, ":")) return std::string(message);
  const std::string_view line = take_number(rest);
  if (line.empty() || (bracketed && !take(rest, ")"))) return std::string(message);
  if (take(rest, "(")) {  // the column
    take_number(rest);
    if (!take(rest, ")")) return std::string(message);
  }
  take_spaces(rest);
  if (!take(rest, ":")) return std::string(message);
  take_spaces(rest);
  return std::string(file).append(":").append(line).append(": ").append(rest);
}

}  // namespace

std::string readable_shader_log(std::string_view file, std::string_view log) {
  std::string line_of_all;
  int messages = 0;
  while (!log.empty()) {
    const auto end = log.find_first_of(std::string_view("\n\r\0", 3));
    const std::string_view message = log.substr(0, end);
    log.remove_prefix(end == std::string_view::npos ? log.size() : end + 1);
    if (message.find_first_not_of(" \t") == std::string_view::npos) continue;
    if (++messages > shown) continue;
    if (messages > 1) line_of_all += "; ";
    line_of_all += located(file, message);
  }
  if (messages > shown) line_of_all += "; and " + std::to_string(messages - shown) + " more";
  return messages > 0 ? line_of_all : std::string(file) + ": the driver gives no reason";
}

}  // namespace birddream::gl
