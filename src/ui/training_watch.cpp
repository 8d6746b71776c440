#include "ui/training_watch.h"

#include <utility>

#include "checkpoint/growing_series.h"

namespace birddream::ui {
namespace fs = std::filesystem;
namespace {

constexpr double seconds_between = 1.0;

}  // namespace

TrainingWatch::TrainingWatch(fs::path folder)
    : folder_(std::move(folder)),
      reader_(std::make_shared<Reader>(folder_)),
      seen_(std::make_shared<Seen>()) {}

std::optional<checkpoint::Series> TrainingWatch::read(Reader& reader, const fs::path& folder) {
  reader.log.read(reader.lines);
  std::error_code none;
  const auto written = fs::last_write_time(folder / checkpoint::series_file, none);
  if (!none && written == reader.written) return std::nullopt;
  auto growing = checkpoint::load_growing_series(folder);
  if (!growing) {
    if (!reader.found) reader.lacks = growing.error().message;
    return std::nullopt;
  }
  reader.found = true;
  reader.lacks.clear();
  if (growing->whole) reader.written = written;
  return std::move(growing->series);
}

std::optional<checkpoint::Series> TrainingWatch::look(double now_seconds, Background& background) {
  if (now_seconds - looked_ >= seconds_between && !seen_->looking) {
    looked_ = now_seconds;
    seen_->looking = true;
    background.run(
        [reader = reader_, seen = seen_, folder = folder_]() -> Background::Then {
          auto series = read(*reader, folder);
          return [seen, series = std::move(series), lines = reader->lines, lacks = reader->lacks] {
            seen->lines = lines;
            seen->lacks = lacks;
            if (series) seen->series = series;
            seen->looking = false;
          };
        },
        folder_.string());
  }
  return std::exchange(seen_->series, std::nullopt);
}

}  // namespace birddream::ui
