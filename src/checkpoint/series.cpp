#include "checkpoint/series.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "base/atomic_file.h"
#include "base/text.h"
#include "checkpoint/class_names.h"
#include "checkpoint/json_fields.h"

namespace birddream::checkpoint {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t largest_file = std::size_t{16} << 20;
constexpr std::string_view format_name = "birddream series";

/// Lexically only: a link inside the folder is its owner's affair.
bool stays_inside(const std::string& file) {
  const fs::path path(file);
  if (path.empty() || path.is_absolute() || !path.has_filename()) return false;
  return std::ranges::none_of(path, [](const fs::path& part) { return part == ".."; });
}

std::string read_classes(const json& list, std::vector<ClassInfo>& classes) {
  for (const json& item : list) {
    Fields fields(item, "class " + std::to_string(classes.size()));
    ClassInfo& info = classes.emplace_back();
    fields.text("name", info.name, true);
    fields.text("scientific", info.scientific);
    fields.flag("bird", info.bird);
    if (!fields.fault().empty()) return fields.fault();
  }
  return "";
}

std::string read_checkpoints(const json& list, std::vector<CheckpointInfo>& checkpoints) {
  for (const json& item : list) {
    Fields fields(item, "checkpoint " + std::to_string(checkpoints.size()));
    CheckpointInfo& info = checkpoints.emplace_back();
    fields.text("file", info.file, true);
    fields.text("title", info.title);
    fields.number("epoch", info.epoch);
    fields.count("photos_seen", info.photos_seen);
    fields.text("mode", info.mode);
    fields.metrics("metrics", info.metrics);
    fields.text("recipe", info.recipe);
    fields.text("parent", info.parent);
    if (!fields.fault().empty()) return fields.fault();
    if (info.title.empty()) info.title = fs::path(info.file).stem().string();
  }
  return "";
}

std::string read_series(const json& object, Series& series) {
  Fields fields(object, "the series");
  std::string format(format_name);
  std::int64_t version = series_version;
  fields.text("format", format);
  fields.count("version", version);
  fields.text("name", series.name);
  fields.text("architecture", series.architecture, true);
  const json& classes = fields.list("classes");
  const json& checkpoints = fields.list("checkpoints");
  if (format != format_name) return "it is of another format";
  if (version > series_version) return "it was written by a newer birddream; update birddream";
  if (!fields.fault().empty()) return fields.fault();
  std::string why = read_classes(classes, series.classes);
  if (why.empty()) why = read_checkpoints(checkpoints, series.checkpoints);
  return why.empty() ? fault_of(series) : why;
}

std::string fault_of(const CheckpointInfo& info) {
  if (!stays_inside(info.file))
    return "the checkpoint file '" + info.file + "' is not a file inside the series' folder";
  for (const std::string* text : {&info.file, &info.title, &info.mode, &info.recipe, &info.parent}) {
    if (!is_short_plain(*text))
      return "the checkpoint '" + info.file + "' has a text that is too long or holds control characters";
  }
  for (const auto& [name, value] : info.metrics) {
    if (!is_short_plain(name) || !std::isfinite(value))
      return "the checkpoint '" + info.file + "' has a figure that is no finite number: " + name;
  }
  return "";
}

ordered_json to_json(const ClassInfo& info) {
  ordered_json object = {{"name", info.name}};
  if (!info.scientific.empty()) object["scientific"] = info.scientific;
  if (!info.bird) object["bird"] = false;
  return object;
}

ordered_json to_json(const CheckpointInfo& info) {
  ordered_json object = {{"file", info.file},
                         {"title", info.title},
                         {"epoch", info.epoch},
                         {"photos_seen", info.photos_seen},
                         {"mode", info.mode}};
  if (!info.metrics.empty()) object["metrics"] = info.metrics;
  if (!info.recipe.empty()) object["recipe"] = info.recipe;
  if (!info.parent.empty()) object["parent"] = info.parent;
  return object;
}

}  // namespace

std::string fault_of(const ClassInfo& info) {
  for (const std::string* text : {&info.name, &info.scientific}) {
    if (!is_short_plain(*text)) return "is too long or holds control characters";
    if (!is_utf8(*text)) return "is not UTF-8";
  }
  return normalise_name(info.name).empty() ? "is blank" : "";
}

std::string fault_of(const Series& series) {
  if (series.architecture.empty()) return "it names no architecture";
  if (!is_short_plain(series.name) || !is_short_plain(series.architecture))
    return "its name or architecture is too long or holds control characters";
  if (series.classes.empty()) return "it has no classes";
  if (series.checkpoints.empty()) return "it has no checkpoints";
  std::set<std::string> names;
  for (const ClassInfo& info : series.classes) {
    if (const std::string fault = fault_of(info); !fault.empty())
      return "the name of class " + std::to_string(&info - series.classes.data()) + " " + fault;
    if (!names.insert(normalise_name(info.name)).second) return "two classes are named '" + info.name + "'";
  }
  for (const CheckpointInfo& checkpoint : series.checkpoints) {
    if (std::string fault = fault_of(checkpoint); !fault.empty()) return fault;
  }
  return "";
}

bool same_classes(std::span<const ClassInfo> a, std::span<const ClassInfo> b) {
  return std::ranges::equal(a, b, {}, &ClassInfo::name, &ClassInfo::name);
}

const CheckpointInfo* find_checkpoint(const Series& series, std::string_view file) {
  const auto found = std::ranges::find(series.checkpoints, file, &CheckpointInfo::file);
  return found == series.checkpoints.end() ? nullptr : &*found;
}

bool extends(const Series& later, const Series& earlier) {
  const auto same_file = [](const CheckpointInfo& a, const CheckpointInfo& b) { return a.file == b.file; };
  if (later.folder != earlier.folder || later.architecture != earlier.architecture ||
      !same_classes(later.classes, earlier.classes) || later.checkpoints.size() < earlier.checkpoints.size())
    return false;
  return std::equal(earlier.checkpoints.begin(), earlier.checkpoints.end(), later.checkpoints.begin(),
                    same_file);
}

Result<Series> load_series(const fs::path& folder) {
  const fs::path file = folder / series_file;
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    return Error{folder.string() + ": no checkpoint series here (it would hold a series.json)."};
  }
  const auto text = read_file(file, largest_file);
  if (!text) return text.error();
  const json object = json::parse(*text, nullptr, false);
  if (object.is_discarded()) return Error{file.string() + ": not valid JSON."};
  Series series;
  series.folder = folder;
  const std::string why = read_series(object, series);
  if (!why.empty()) return Error{file.string() + ": " + why + "."};
  if (series.name.empty()) series.name = fs::absolute(folder).lexically_normal().filename().string();
  return series;
}

Status save_series(const Series& series) {
  const fs::path file = series.folder / series_file;
  const std::string why = fault_of(series);
  if (!why.empty()) return Error{file.string() + ": not written: " + why + "."};
  ordered_json object = {{"format", format_name},
                         {"version", series_version},
                         {"name", series.name},
                         {"architecture", series.architecture}};
  for (const CheckpointInfo& info : series.checkpoints) object["checkpoints"].push_back(to_json(info));
  for (const ClassInfo& info : series.classes) object["classes"].push_back(to_json(info));
  // Titles and file names that are not UTF-8 (they may be anything) become readable instead of an exception.
  return write_file_atomically(file, object.dump(1, ' ', false, json::error_handler_t::replace) + "\n");
}

}  // namespace birddream::checkpoint
