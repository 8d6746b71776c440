#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace birddream::checkpoint {

struct ClassInfo {
  std::string name;        ///< common name, "flamingo"; unique in its series (as normalise_name() compares)
  std::string scientific;  ///< may be empty
  bool bird = true;        ///< ImageNet has 941 classes that are not
};

/// One point of a training: a weights file and how it came to be.
struct CheckpointInfo {
  std::string file;   ///< relative to the series folder
  std::string title;  ///< short, for ticks: "ImageNet", "epoch 8"
  double epoch = 0;
  std::int64_t photos_seen = 0;
  std::string mode = "full";              ///< lane: full, head, robust
  std::map<std::string, double> metrics;  ///< "top1", "top5" in 0..1, held out
  std::string recipe;                     ///< how it was trained, one line of key=value
  std::string parent;                     ///< fingerprint of the weights the training began with
};

/// A training as an axis: one architecture, one list of classes, checkpoints in order. Plain data.
struct Series {
  std::filesystem::path folder;
  std::string name;
  std::string architecture;  ///< a key of the network registry, "googlenet", or script_architecture
  std::vector<ClassInfo> classes;
  std::vector<CheckpointInfo> checkpoints;
  /// Of one file without a series.json (own_model.h): that file; else empty.
  std::filesystem::path model = {};
};

/// Architecture of a series whose checkpoints are TorchScript files, each with its description beside it
/// (script_model.h).
inline constexpr std::string_view script_architecture = "torchscript";

/// The file in a series folder that describes it, and the version written; a reader refuses a larger one.
inline constexpr std::string_view series_file = "series.json";
inline constexpr int series_version = 1;

/// What makes a series unusable, as the end of a sentence; empty when nothing does. load_series() has asked.
std::string fault_of(const Series& series);

/// Whether output i of the one names the class of output i of the other, for all i: the same common names in
/// the same order. Scientific names may differ; they are often added later.
bool same_classes(std::span<const ClassInfo> a, std::span<const ClassInfo> b);

/// Whether `later` is the same training further on: the same folder, architecture and classes, and the same
/// checkpoints in the same places before any new ones.
bool extends(const Series& later, const Series& earlier);

/// The checkpoint whose weights are in that file of the series' folder; null where the series names none.
const CheckpointInfo* find_checkpoint(const Series& series, std::string_view file);

/// Reads `folder/series.json`. Refuses, with the reason: missing or malformed JSON, a file name that leaves
/// the folder, no classes, no checkpoints, two classes of one name. Missing optional keys keep their
/// defaults; a checkpoint without a title gets its file's stem.
Result<Series> load_series(const std::filesystem::path& folder);

/// Writes `series.folder/series.json`, atomically, so that a window may read a series while a training
/// extends it. Error: what load_series() would refuse, or the folder cannot be written.
Status save_series(const Series& series);

/// The class a user means: exact name (case-insensitive, '-' '_' and ' ' alike), else scientific name, else a
/// unique prefix or whole-word match; the only bird among several matches counts as unique. The Error lists
/// up to five near names.
Result<int> find_class(const Series& series, std::string_view query);
/// Its name, as the series has it.
Result<std::string> class_named(const Series& series, std::string_view query);

/// Classes whose common or scientific name holds what was typed so far. The exact one first, then birds, then
/// the others; within each, prefix before word start before inside, then by name. Everything for an empty
/// query. Who searches the same series again and again keeps a ClassIndex.
std::vector<int> search_classes(const Series& series, std::string_view query, bool birds_only);

}  // namespace birddream::checkpoint
