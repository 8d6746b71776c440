#include "app/frame_times.h"

#include <string>

#include "base/atomic_file.h"
#include "base/formatted.h"

namespace birddream::app {

Status FrameTimes::write() const {
  if (file_.empty()) return {};
  std::string text = "seconds,interface_ms,with_gl_ms,interface_processor_ms\n";
  for (const auto& row : rows_) text += formatted("%.4f,%.3f,%.3f,%.3f\n", row[0], row[1], row[2], row[3]);
  return write_file_atomically(file_, text);
}

}  // namespace birddream::app
