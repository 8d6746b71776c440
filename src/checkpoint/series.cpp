#include "checkpoint/series.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "base/atomic_file.h"
#include "base/text.h"

namespace birddream::checkpoint {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t largest_file = std::size_t{16} << 20;
constexpr std::size_t longest_text = 1024;
constexpr std::string_view format_name = "birddream series";

bool printable(const std::string& text) {
  return text.size() <= longest_text &&
         std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

/// Reads one JSON object's values; the first that is not as it should be is kept in `fault`.
class Fields {
 public:
  Fields(const json& object, std::string what) : object_(object), what_(std::move(what)) {
    if (!object.is_object()) fault_ = what_ + " is not an object";
  }

  void text(const char* key, std::string& to, bool needed = false) {
    const json* value = find(key, needed);
    if (value == nullptr) return;
    const auto* string = value->get_ptr<const json::string_t*>();
    if (string == nullptr || !printable(*string)) return complain(key, "is not a short plain text");
    if (needed && normalise_name(*string).empty()) return complain(key, "is empty");
    to = *string;
  }

  void flag(const char* key, bool& to) {
    const json* value = find(key, false);
    if (value == nullptr) return;
    if (!value->is_boolean()) return complain(key, "is not true or false");
    to = value->get<bool>();
  }

  void number(const char* key, double& to) {
    const json* value = find(key, false);
    if (value == nullptr) return;
    if (!value->is_number() || !std::isfinite(value->get<double>())) return complain(key, "is not a number");
    to = value->get<double>();
  }

  void count(const char* key, std::int64_t& to) {
    auto number_read = static_cast<double>(to);
    number(key, number_read);
    constexpr double most = 9e15;  // beyond 2^53 a double skips whole numbers
    if (number_read < 0 || number_read > most || number_read != std::floor(number_read)) {
      return complain(key, "is not a whole number from 0 on");
    }
    to = static_cast<std::int64_t>(number_read);
  }

  const json& list(const char* key) {
    static const json nothing = json::array();
    const json* value = find(key, true);
    if (value == nullptr) return nothing;
    if (value->is_array() && !value->empty()) return *value;
    complain(key, "is not a list with at least one entry");
    return nothing;
  }

  void metrics(const char* key, std::map<std::string, double>& to) {
    const json* value = find(key, false);
    if (value == nullptr) return;
    if (!value->is_object()) return complain(key, "is not an object");
    for (const auto& [name, metric] : value->items()) {
      if (!metric.is_number() || !printable(name)) return complain(key, "holds something that is no number");
      to[name] = metric.get<double>();
    }
  }

  const std::string& fault() const { return fault_; }

 private:
  const json* find(const char* key, bool needed) {
    if (!fault_.empty()) return nullptr;
    const auto found = object_.find(key);
    if (found != object_.end()) return &*found;
    if (needed) complain(key, "is missing");
    return nullptr;
  }

  void complain(const char* key, const char* problem) {
    if (fault_.empty()) fault_ = what_ + ": \"" + key + "\" " + problem;
  }

  const json& object_;
  std::string what_;
  std::string fault_;
};

/// Lexically only: a link inside the folder is its owner's affair.
bool stays_inside(const std::string& file) {
  const fs::path path(file);
  if (path.empty() || path.is_absolute() || !path.has_filename()) return false;
  return std::ranges::none_of(path, [](const fs::path& part) { return part == ".."; });
}

/// What makes a series unusable; empty when nothing does.
std::string fault(const Series& series) {
  if (series.architecture.empty()) return "it names no architecture";
  if (series.classes.empty()) return "it has no classes";
  if (series.checkpoints.empty()) return "it has no checkpoints";
  std::set<std::string> names;
  for (const ClassInfo& info : series.classes) {
    if (normalise_name(info.name).empty()) return "a class has no name";
    if (!names.insert(normalise_name(info.name)).second) return "two classes are named '" + info.name + "'";
  }
  for (const CheckpointInfo& checkpoint : series.checkpoints) {
    if (!stays_inside(checkpoint.file)) {
      return "the checkpoint file '" + checkpoint.file + "' is not a file inside the series' folder";
    }
  }
  return "";
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
  return why.empty() ? fault(series) : why;
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
  const std::string why = fault(series);
  if (!why.empty()) return Error{file.string() + ": not written: " + why + "."};
  ordered_json object = {{"format", format_name},
                         {"version", series_version},
                         {"name", series.name},
                         {"architecture", series.architecture}};
  for (const CheckpointInfo& info : series.checkpoints) object["checkpoints"].push_back(to_json(info));
  for (const ClassInfo& info : series.classes) object["classes"].push_back(to_json(info));
  // Names that are not UTF-8 (file names may be anything) become readable instead of an exception.
  return write_file_atomically(file, object.dump(1, ' ', false, json::error_handler_t::replace) + "\n");
}

}  // namespace birddream::checkpoint
