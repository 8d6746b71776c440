#include "ui/training_watch.h"

#include "checkpoint/growing_series.h"

namespace birddream::ui {
namespace fs = std::filesystem;
namespace {

constexpr double seconds_between = 1.0;

}  // namespace

std::optional<checkpoint::Series> TrainingWatch::look(double now_seconds) {
  if (now_seconds - looked_ < seconds_between) return std::nullopt;
  looked_ = now_seconds;
  log_.read(lines_);
  std::error_code none;
  const auto written = fs::last_write_time(folder_ / checkpoint::series_file, none);
  if (none || written == written_) return std::nullopt;
  auto growing = checkpoint::load_growing_series(folder_);
  if (!growing) return std::nullopt;
  if (growing->whole) written_ = written;
  return std::move(growing->series);
}

}  // namespace birddream::ui
