#include "base/log.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

#include "base/text.h"

namespace birddream::log {
namespace {

// stdio locks the stream for one call, so one call is one whole line.
void write(std::string_view prefix, std::string_view message) {
  std::string text(message);
  std::ranges::replace(text, '\n', ' ');
  std::string line = "birddream: ";
  line.append(prefix).append(printable(std::move(text))).append("\n");
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace

void info(std::string_view message) {
  write("", message);
}
void warn(std::string_view message) {
  write("warning: ", message);
}
void error(std::string_view message) {
  write("error: ", message);
}

}  // namespace birddream::log
