#include "base/log.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <mutex>
#include <string>
#include <utility>

#include "base/text.h"

namespace birddream::log {
namespace {

struct OpenLine {
  std::mutex mutex;
  std::string text;  // as it was drawn; empty: there is none
};

OpenLine& open_line() {
  static OpenLine line;
  return line;
}

// stdio locks the stream for one call, so one call is one whole line.
void put(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void write(std::string_view prefix, std::string_view message) {
  std::string text(message);
  std::ranges::replace(text, '\n', ' ');
  std::string line = "birddream: ";
  line.append(prefix).append(printable(std::move(text))).append("\n");
  OpenLine& open = open_line();
  const std::lock_guard lock(open.mutex);
  put(open.text.empty() ? line : "\r\033[K" + line + open.text);
}

// A line longer than the terminal would wrap, and a wrapped line cannot be redrawn.
std::string_view fitted(std::string_view text) {
  winsize size{};
  const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
  return known ? text.substr(0, size.ws_col - 1U) : text;
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

void redraw(std::string_view line) {
  OpenLine& open = open_line();
  const std::lock_guard lock(open.mutex);
  open.text = "\r" + std::string(fitted(line)) + "\033[K";
  put(open.text);
}

void end_line() {
  OpenLine& open = open_line();
  const std::lock_guard lock(open.mutex);
  if (!std::exchange(open.text, "").empty()) put("\n");
}

}  // namespace birddream::log
