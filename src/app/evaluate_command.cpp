#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <span>

#include "app/commands.h"
#include "app/json_report.h"
#include "app/load.h"
#include "app/model_option.h"
#include "app/stop_signal.h"
#include "base/folder_lock.h"
#include "base/log.h"
#include "base/number_from.h"
#include "base/progress.h"
#include "data/split.h"
#include "train/measure.h"
#include "train/precision.h"
#include "train/train_params.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

struct EvaluateOptions {
  NetworkChoice network{.series = {}, .checkpoint = "all", .device = "auto"};
  fs::path photos;
  std::string held_out;
  std::uint64_t split_seed = 1;
  std::string precision = "float32";
  fs::path json;
  bool save = false;
  int size = 0;  ///< px; 0: as the series was trained
};

nlohmann::ordered_json to_json(const LoadedNetwork& loaded, const train::Measure& measured) {
  nlohmann::ordered_json by_class = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < measured.count_by_class.size(); ++i) {
    if (measured.count_by_class[i] == 0) continue;
    by_class.push_back({{"name", loaded.series.classes[i].name},
                        {"photos", measured.count_by_class[i]},
                        {"right", measured.right_by_class[i]}});
  }
  return {{"checkpoint", loaded.checkpoint}, {"fingerprint", loaded.fingerprint},
          {"photos", measured.photos},       {"top1", measured.top1},
          {"top5", measured.top5},           {"loss", measured.loss},
          {"classes", std::move(by_class)}};
}

/// The side of the pictures that the series' last checkpoint was trained on, as its recipe has it.
int trained_side(const checkpoint::Series& series) {
  const auto word = train::recipe_word(series.checkpoints.back().recipe, "side");
  const int side = word ? number_from<int>(*word).value_or(0) : 0;
  return side >= 64 && side <= 1024 ? side : 128;
}

/// The file of the series that a wish means; "" where it is none: a mixture, or weights from elsewhere.
std::string file_in(const checkpoint::Series& series, const std::string& wish) {
  if (const auto index = wished_checkpoint(series, wish))
    return series.checkpoints[static_cast<std::size_t>(*index)].file;
  std::error_code ignored;
  for (const auto& info : series.checkpoints) {
    if (fs::equivalent(series.folder / info.file, wish, ignored)) return info.file;
  }
  return "";
}

/// Says which of these files other photos were kept from than those they are measured with: they may have
/// learnt from these. Once for each such choice. `measured`: data::held_out_name().
void warn_of_trained_photos(const checkpoint::Series& series, std::span<const std::string> files,
                            const std::string& measured) {
  std::set<std::string> said;
  for (const auto& info : series.checkpoints) {
    if (std::ranges::find(files, info.file) == files.end()) continue;
    const auto kept = train::recipe_word(info.recipe, "held_out");
    if (!kept || data::same_held_out(*kept, measured) || !said.insert(*kept).second) continue;
    log::warn(info.file + ": " +
              (*kept == "0" ? "nothing was held out in the training"
                            : "other photos were held out in the training (" + *kept + ")") +
              ", so it may know some of those held out now (" + measured + ").");
  }
}

using Metrics = std::map<std::string, double>;

/// Into the series as it is now: others may have added to it meanwhile.
Status save(const fs::path& folder, const std::map<std::string, Metrics>& by_file) {
  auto series = checkpoint::load_series(folder);
  if (!series) return series.error();
  for (auto& info : series->checkpoints) {
    if (const auto found = by_file.find(info.file); found != by_file.end()) info.metrics = found->second;
  }
  return checkpoint::save_series(*series);
}

/// What --save needs, asked before the work: the folder, and that each wish has a place in it.
Result<FolderLock> prepare_save(const checkpoint::Series& series, std::span<const std::string> wishes,
                                std::span<const std::string> files) {
  if (const auto none = std::ranges::find(files, ""); none != files.end()) {
    const std::string& wish = wishes[static_cast<std::size_t>(none - files.begin())];
    return Error{"--save: " + wish + " is no checkpoint of the series '" + series.name +
                 "', so its figures have no place there. Leave --save out, or name one of them."};
  }
  return FolderLock::take(series.folder);
}

Outcome evaluate(const EvaluateOptions& options) {
  if (const Status writable = check_report(options.json); !writable) return failed(writable.error());
  auto photos = data::find_photos(options.photos);
  if (!photos) return failed(photos.error());
  const auto series = open_series(options.network.series);
  if (!series) return failed(series.error());
  if (!checkpoint::same_classes(photos->classes, series->classes)) {
    return {1, options.photos.string() + ": its classes are not those of the series '" + series->name + "'."};
  }
  const auto split = data::split_as_wished(*photos, options.held_out, options.split_seed);
  if (!split) return failed(split.error());
  const std::vector<int>& among = options.held_out.empty() ? split->train : split->held_out;
  if (among.empty()) return {1, "No photos are held out by --held-out " + options.held_out + "."};
  std::vector<std::string> wishes = {options.network.checkpoint};
  if (options.network.checkpoint == "all") {
    wishes.clear();
    for (std::size_t i = 0; i < series->checkpoints.size(); ++i) wishes.push_back(std::to_string(i));
  }
  std::vector<std::string> files;  // of the wishes
  files.reserve(wishes.size());
  for (const std::string& wish : wishes) files.push_back(file_in(*series, wish));
  const auto held = options.save ? prepare_save(*series, wishes, files) : FolderLock();
  if (!held) return failed(held.error());
  if (!options.held_out.empty()) warn_of_trained_photos(*series, files, data::held_out_name(*photos, *split));
  const int side = options.size > 0 ? options.size : trained_side(*series);
  data::PhotoReader reader(*photos);
  auto results = nlohmann::ordered_json::array();
  std::map<std::string, Metrics> by_file;
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    const auto loaded = load_network(*series, {options.network.series, wishes[i], options.network.device});
    if (!loaded) return failed(loaded.error());
    train::Measure measured;
    {
      Progress progress(loaded->checkpoint, static_cast<int>(among.size()), "photos");
      measured = train::measure(*loaded->network, reader, *photos, among, side,
                                is_bfloat16(options.precision), [&](int done) {
                                  progress.advance_to(done);
                                  return !stop_signal();
                                });
    }
    if (stop_signal()) return interrupted("Stopped.");
    std::printf("%-32s top-1 %5.1f %%   top-5 %5.1f %%   loss %.3f   %d photos\n", loaded->checkpoint.c_str(),
                100 * measured.top1, 100 * measured.top5, measured.loss, measured.photos);
    std::fflush(stdout);
    results.push_back(to_json(*loaded, measured));
    by_file[files[i]] = {{"top1", measured.top1}, {"top5", measured.top5}, {"loss", measured.loss}};
  }
  if (options.save) {
    if (const Status saved = save(series->folder, by_file); !saved) return failed(saved.error());
  }
  const Status written =
      write_report(options.json, {{"series", series->name}, {"size", side}, {"checkpoints", results}});
  return written ? done() : failed(written.error());
}

}  // namespace

void add_evaluate_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<EvaluateOptions>();
  CLI::App* command = program.add_subcommand("evaluate", "How well the checkpoints of a series know photos");
  command->add_option("--photos", options->photos, "Folder of photos, as for train")->required();
  command->add_option("--series", options->network.series, "Folder of a series; else the best that ships");
  command
      ->add_option("--checkpoint", options->network.checkpoint,
                   "all, last, a number from 0, or a weights file")
      ->capture_default_str();
  command->add_option("--held-out", options->held_out,
                      "Only the photos that train --held-out kept away; else all");
  command->add_option("--split-seed", options->split_seed, "As for train")->capture_default_str();
  command->add_option("--size", options->size, "Side of the pictures, px; else as trained, or 128")
      ->check(CLI::Range(64, 1024));
  command->add_option("--precision", options->precision, "float32 or bfloat16")
      ->check(CLI::IsMember({"float32", "bfloat16", "bf16"}))
      ->capture_default_str();
  add_device_option(*command, options->network.device);
  command->add_option("--json", options->json, "Write the figures, by class too, into this file");
  command->add_flag("--save", options->save,
                    "Put the figures into the series' own file, for the window to show");
  command->footer(
      "Example: birddream evaluate --series runs/first --photos birds --held-out 0.1 --json first.json");
  command->callback([options, &chosen] { chosen = [options] { return evaluate(*options); }; });
}

}  // namespace birddream::app
