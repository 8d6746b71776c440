#include "checkpoint/own_model.h"

#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "base/text.h"
#include "checkpoint/json_fields.h"
#include "checkpoint/script_model.h"

namespace birddream::checkpoint {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t largest_description = std::size_t{16} << 20;

fs::path description_of(fs::path file) {
  return file.replace_extension(".json");
}

/// Into series.classes; the Error is the end of a sentence.
Status read_classes(const json& object, const std::string& borrowed, Fields& fields, Series& series) {
  if (object.contains("classes") == object.contains("series"))
    return Error{R"(the model: it needs one of "classes" and "series")"};
  if (!borrowed.empty()) {
    fs::path folder = series.folder / borrowed;
    if (folder.filename() == series_file) folder = folder.parent_path();
    auto other = load_series(folder);
    if (!other) return Error{R"("series": )" + other.error().message};
    series.classes = std::move(other->classes);
    return {};
  }
  std::vector<std::string> names;
  fields.texts("classes", names);
  for (std::string& name : names) series.classes.push_back({std::move(name), "", true});
  return {};
}

std::string read_description(const json& object, Series& series) {
  Fields fields(object, "the model");
  std::string borrowed;
  fields.only({"architecture", "classes", "series"});
  fields.text("architecture", series.architecture, true);
  fields.text("series", borrowed);
  if (!fields.fault().empty()) return fields.fault();
  if (const Status read = read_classes(object, borrowed, fields, series); !read) return read.error().message;
  return fields.fault().empty() ? fault_of(series) : fields.fault();
}

Result<Series> read_weights_model(const fs::path& file) {
  const fs::path description = description_of(file);
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return Error{file.string() + ": no such file."};
  if (!fs::exists(description, ignored)) {
    return Error{description.string() + ": no such file. Weights need it beside them: " +
                 R"({"architecture": "inception_v4", "classes": ["hen", "macaw"]}, or "series": "FOLDER" )" +
                 "instead, which has the same classes."};
  }
  const auto text = read_file(description, largest_description);
  if (!text) return text.error();
  const json object = json::parse(*text, nullptr, false);
  if (object.is_discarded()) return Error{description.string() + ": not valid JSON."};
  Series series;
  series.folder = file.parent_path();
  series.model = file;
  series.name = file.stem().string();
  CheckpointInfo& only_one = series.checkpoints.emplace_back();
  only_one.file = file.filename().string();
  only_one.title = series.name;
  const std::string why = read_description(object, series);
  if (why.empty()) return series;
  return Error{description.string() + ": " + why + (why.ends_with('.') ? "" : ".")};
}

}  // namespace

bool has_description(const fs::path& file) {
  std::error_code ignored;
  return fs::is_regular_file(description_of(file), ignored);
}

Result<Series> read_own_model(const fs::path& file) {
  if (to_lower(file.extension().string()) == ".safetensors") return read_weights_model(file);
  auto model = read_script_model(file);
  if (!model) return model.error();
  return std::move(model->series);
}

}  // namespace birddream::checkpoint
