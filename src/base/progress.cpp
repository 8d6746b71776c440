#include "base/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "base/formatted.h"
#include "base/log.h"

namespace birddream {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

std::string duration_text(double seconds) {
  const int whole = static_cast<int>(std::lround(std::clamp(seconds, 0.0, 359999.0)));
  if (whole >= 3600) return formatted("%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  return formatted("%d:%02d", whole / 60, whole % 60);
}

Progress::Progress(std::string label, int total, std::string unit)
    : label_(std::move(label)),
      total_(std::max(total, 1)),
      unit_(std::move(unit)),
      terminal_(::isatty(STDERR_FILENO) == 1),
      begun_(Clock::now()) {}

Progress::~Progress() {
  if (terminal_) log::end_line();
}

std::string Progress::line(const std::string& label, int done, int total, const std::string& unit,
                           double seconds) {
  constexpr int width = 24;
  total = std::max(total, 1);
  done = std::clamp(done, 0, total);
  const int filled = static_cast<int>(static_cast<long long>(width) * done / total);
  std::string text = label + "  [" + std::string(static_cast<std::size_t>(filled), '#') +
                     std::string(static_cast<std::size_t>(width - filled), '.') + "]  " +
                     std::to_string(done) + " / " + std::to_string(total) + " " + unit;
  if (done >= total) return text + ", " + duration_text(seconds);
  if (done > 0 && seconds > 0.5) text += ", " + duration_text(seconds / done * (total - done)) + " left";
  return text;
}

void Progress::advance_to(int done) {
  done_ = std::clamp(done, 0, total_);
  const auto now = Clock::now();
  const auto pause = terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(5000);
  if (done_ < total_ && now - shown_ < pause) return;
  shown_ = now;
  const std::string text =
      line(label_, done_, total_, unit_, std::chrono::duration<double>(now - begun_).count());
  if (terminal_) {
    log::redraw(text);
  } else {
    std::fprintf(stderr, "%s\n", text.c_str());
  }
}

}  // namespace birddream
