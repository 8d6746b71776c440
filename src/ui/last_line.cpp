#include "ui/last_line.h"

#include "base/atomic_file.h"

namespace birddream::ui {

std::string last_line(const std::filesystem::path& file) {
  constexpr std::size_t longest = std::size_t{64} << 10;  // the log of a long training is larger
  const auto text = read_end(file, longest);
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
