#include <algorithm>
#include <cmath>

#include "app/info_text.h"
#include "base/formatted.h"
#include "base/text.h"
#include "checkpoint/series.h"

namespace birddream::app {
namespace {

std::string percent(double share) {
  const long tenths = std::lround(share * 1000);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

std::string checkpoint_line(std::size_t index, const checkpoint::CheckpointInfo& point) {
  std::string line =
      "  " + std::to_string(index) + "  " + printable(point.title) + " (" + printable(point.mode) + ")";
  for (const auto& [name, value] : point.metrics) {
    const bool share = name.starts_with("top");  // "top1"; a loss is none
    line += "  " + printable(name) + " " + (share ? percent(value) : formatted("%.3g", value));
  }
  return line + "  " + printable(point.file) + "\n";
}

}  // namespace

Result<FileInfo> series_info(const std::filesystem::path& folder) {
  const auto series = checkpoint::load_series(folder);
  if (!series) return series.error();
  const auto birds = std::ranges::count_if(series->classes, &checkpoint::ClassInfo::bird);
  FileInfo info;
  auto points = nlohmann::json::array();
  info.text = folder.string() + ": series '" + printable(series->name) + "', " +
              printable(series->architecture) + ", " + std::to_string(series->classes.size()) + " classes, " +
              std::to_string(birds) + " of them birds, " + std::to_string(series->checkpoints.size()) +
              (series->checkpoints.size() == 1 ? " checkpoint\n" : " checkpoints\n");
  for (std::size_t i = 0; i < series->checkpoints.size(); ++i) {
    const checkpoint::CheckpointInfo& point = series->checkpoints[i];
    std::error_code missing;
    const auto bytes = std::filesystem::file_size(series->folder / point.file, missing);
    info.text += checkpoint_line(i, point);
    if (missing) info.text += "     the weights file is missing\n";
    points.push_back({{"index", i},
                      {"file", point.file},
                      {"title", point.title},
                      {"epoch", point.epoch},
                      {"photos_seen", point.photos_seen},
                      {"mode", point.mode},
                      {"metrics", point.metrics},
                      {"bytes", missing ? nlohmann::json() : nlohmann::json(bytes)}});
  }
  info.json = {{"kind", "series"},
               {"folder", folder.string()},
               {"name", series->name},
               {"architecture", series->architecture},
               {"classes", series->classes.size()},
               {"birds", birds},
               {"checkpoints", std::move(points)}};
  return info;
}

}  // namespace birddream::app
