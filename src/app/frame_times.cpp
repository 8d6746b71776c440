#include "app/frame_times.h"

#include <cstdio>
#include <string>

#include "base/atomic_file.h"

namespace birddream::app {

Status FrameTimes::write() const {
  if (file_.empty()) return {};
  std::string text = "seconds,interface_ms,with_gl_ms,interface_processor_ms\n";
  for (const auto& row : rows_) {
    std::array<char, 96> line{};
    std::snprintf(line.data(), line.size(), "%.4f,%.3f,%.3f,%.3f\n", row[0], row[1], row[2], row[3]);
    text += line.data();
  }
  return write_file_atomically(file_, text);
}

}  // namespace birddream::app
