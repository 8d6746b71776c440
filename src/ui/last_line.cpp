#include "ui/last_line.h"

#include "base/atomic_file.h"

namespace birddream::ui {

std::string last_line(const std::filesystem::path& file) {
  constexpr std::size_t most_said = std::size_t{1} << 20;
  const auto text = read_file(file, most_said);
  if (!text) return "";
  std::string line, last;
  for (const char c : *text + "\n") {
    if (c == '\n' || c == '\r') {
      if (!line.empty()) last = line;
      line.clear();
    } else {
      line += c;
    }
  }
  return last;
}

}  // namespace birddream::ui
