#include "checkpoint/script_model.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

#include "base/atomic_file.h"
#include "checkpoint/fingerprint.h"
#include "checkpoint/json_fields.h"

namespace birddream::checkpoint {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t largest_description = std::size_t{16} << 20;
constexpr std::size_t largest_model = std::size_t{16} << 30;

fs::path description_of(fs::path file) {
  return file.replace_extension(".json");
}

std::string read_description(const json& object, ScriptModel& model) {
  Fields fields(object, "the model");
  std::vector<std::string> names;
  std::int64_t size = 0;
  fields.only({"classes", "mean", "std", "size"});
  fields.texts("classes", names);
  fields.numbers("mean", model.mean);
  fields.numbers("std", model.std);
  fields.count("size", size);
  if (!fields.fault().empty()) return fields.fault();
  if (std::ranges::any_of(model.std, [](double value) { return value <= 0; }))
    return "the model: \"std\" holds a number that is not above 0";
  if (object.contains("size") && (size < smallest_script_size || size > largest_script_size)) {
    return "the model: \"size\" is not from " + std::to_string(smallest_script_size) + " to " +
           std::to_string(largest_script_size);
  }
  model.size = static_cast<int>(size);
  for (std::string& name : names) model.series.classes.push_back({std::move(name), "", true});
  return fault_of(model.series);
}

}  // namespace

Result<ScriptModel> read_script_model(const fs::path& file) {
  const fs::path description = description_of(file);
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return Error{file.string() + ": no such file."};
  if (!fs::exists(description, ignored)) {
    return Error{description.string() +
                 ": no such file. A TorchScript model needs it beside it, with its class names: "
                 R"({"classes": ["hen", "macaw"], "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}.)"};
  }
  const auto text = read_file(description, largest_description);
  if (!text) return text.error();
  const json object = json::parse(*text, nullptr, false);
  if (object.is_discarded()) return Error{description.string() + ": not valid JSON."};
  ScriptModel model;
  Series& series = model.series;
  series.folder = file.parent_path();
  series.model = file;
  series.name = file.stem().string();
  series.architecture = script_architecture;
  CheckpointInfo& only_one = series.checkpoints.emplace_back();
  only_one.file = file.filename().string();
  only_one.title = series.name;
  const std::string why = read_description(object, model);
  if (!why.empty()) return Error{description.string() + ": " + why + "."};
  return model;
}

Result<std::string> script_fingerprint(const fs::path& file) {
  auto bytes = read_file(file, largest_model);
  if (!bytes) return bytes.error();
  const auto description = read_file(description_of(file), largest_description);
  if (!description) return description.error();
  bytes.value() += *description;
  return fingerprint(std::as_bytes(std::span(bytes.value())));
}

}  // namespace birddream::checkpoint
