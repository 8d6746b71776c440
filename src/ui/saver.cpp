#include "ui/saver.h"

#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "base/paths.h"
#include "base/text.h"
#include "recipe/params_json.h"
#include "record/snapshot.h"
#include "record/version.h"

namespace birddream::ui {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;
constexpr std::size_t size_limit = 1U << 20;
constexpr int session_version = 1;
constexpr int video_side = 512;  // small dreams are enlarged to at least this, so that players show them well

// "bald eagle" -> "bald-eagle"; whatever is no letter or digit would trouble somebody's file system.
std::string file_stem(const std::string& species) {
  std::string stem;
  for (const char c : normalise_name(species)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) stem += c;
    if (!plain && !stem.empty() && stem.back() != '-') stem += '-';
  }
  return stem.empty() ? "dream" : stem;
}

std::string checkpoint_file(const checkpoint::Series& series, int index) {
  const bool known = index >= 0 && index < static_cast<int>(series.checkpoints.size());
  return known ? series.checkpoints[static_cast<std::size_t>(index)].file : "";
}

void choose_checkpoint(const checkpoint::Series& series, const std::string& file, Model& model) {
  for (std::size_t i = 0; i < series.checkpoints.size(); ++i) {
    if (series.checkpoints[i].file == file) model.checkpoint = static_cast<int>(i);
  }
}

Status open_session(const fs::path& file, const checkpoint::Series& series, Model& model) {
  const auto text = read_file(file, size_limit);
  if (!text) return text.error();
  const json root = json::parse(*text, nullptr, false);
  if (!root.is_object() || !root.contains("birddream_session") ||
      !root["birddream_session"].is_number_integer()) {
    return Error{file.string() + ": not a birddream session file."};
  }
  if (root["birddream_session"].get<std::int64_t>() > session_version)
    return Error{file.string() + ": written by a newer birddream."};
  const auto params = recipe::params_from_json(root.value("params", json::object()));
  if (!params) return Error{file.string() + ": " + params.error().message};
  model.params = *params;
  if (const auto found = root.find("checkpoint"); found != root.end() && found->is_string())
    choose_checkpoint(series, found->get<std::string>(), model);
  if (const auto found = root.find("preset"); found != root.end() && found->is_string())
    model.preset = found->get<std::string>();
  restart(model);
  return {};
}

}  // namespace

Result<fs::path> Saver::place(const Model& model, const std::string& extension) const {
  fs::path folder = folder_;
  if (folder.empty()) {
    auto pictures = pictures_dir();
    if (!pictures) return pictures;
    folder = *pictures;
  }
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) return Error{folder.string() + ": the folder cannot be made (" + failed.message() + ")."};
  const int step = model.frame ? model.frame->report.step : 0;
  const std::string stem = file_stem(species_of(model.params)) + "-seed" + std::to_string(model.params.seed) +
                           "-step" + std::to_string(step);
  // Nothing is ever overwritten.
  for (int number = 1;; ++number) {
    fs::path path = folder / (stem + (number == 1 ? "" : "-" + std::to_string(number)) + extension);
    if (!fs::exists(path)) return path;
  }
}

Result<fs::path> Saver::snapshot(const Model& model, const checkpoint::Series& series,
                                 const image::Rgb8& picture, bool steered) {
  auto path = place(model, ".png");
  if (!path) return path;
  record::Provenance provenance;
  provenance.program_version = record::program_version;
  provenance.params = model.params;
  provenance.series = series.name;
  provenance.checkpoint = checkpoint_file(series, model.frame->checkpoint);
  provenance.fingerprint = model.info.fingerprint;
  provenance.step = model.frame->report.step;
  provenance.device = model.frame->picture.memory == image::Memory::cuda ? "cuda" : "cpu";
  provenance.steered = steered;
  if (const Status written = record::write_snapshot(*path, picture, provenance); !written)
    return written.error();
  return path;
}

Status Saver::start_recording(const Model& model, int width, int height) {
  auto path = place(model, ".mp4");
  if (!path) return path.error();
  const int factor = std::max(1, (video_side + std::max(width, height) - 1) / std::max(width, height));
  record::VideoOptions options;
  options.width = width * factor;
  options.height = height * factor;
  return recorder_.start(*path, options);
}

Result<fs::path> Saver::save_session(const Model& model, const checkpoint::Series& series) {
  auto path = place(model, ".json");
  if (!path) return path;
  const json root = {{"birddream_session", session_version},
                     {"program_version", record::program_version},
                     {"series", series.name},
                     {"checkpoint", checkpoint_file(series, model.checkpoint)},
                     {"preset", model.preset},
                     {"params", recipe::to_json(model.params)}};
  if (const Status written =
          write_file_atomically(*path, root.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
      !written)
    return written.error();
  return path;
}

Status open_recipe(const fs::path& file, const checkpoint::Series& series, Model& model) {
  if (to_lower(file.extension().string()) == ".json") return open_session(file, series, model);
  const auto provenance = record::read_provenance(file);
  if (!provenance) return provenance.error();
  model.params = provenance->params;
  choose_checkpoint(series, provenance->checkpoint, model);
  restart(model);
  return {};
}

}  // namespace birddream::ui
