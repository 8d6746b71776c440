#include "checkpoint/training_log.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <system_error>

#include "base/atomic_file.h"

namespace birddream::checkpoint {
namespace {

constexpr std::size_t largest_log = std::size_t{256} << 20;

double number_at(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? found->get<double>() : 0;
}

std::int64_t whole_at(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

std::optional<LogLine> line_from(const std::string& text) {
  const auto object = nlohmann::json::parse(text, nullptr, false);
  if (!object.is_object() || !object.contains("step")) return std::nullopt;
  return LogLine{whole_at(object, "step"),    whole_at(object, "steps"),
                 whole_at(object, "photos"),  number_at(object, "epoch"),
                 number_at(object, "loss"),   number_at(object, "accuracy"),
                 number_at(object, "rate"),   number_at(object, "photos_per_second"),
                 number_at(object, "seconds")};
}

}  // namespace

// Not since the beginning: it may have gone slower then, on a busy machine or another one.
std::optional<double> seconds_left(std::span<const LogLine> lines) {
  constexpr std::size_t looked_at = 10;
  if (lines.empty()) return std::nullopt;
  const LogLine& now = lines.back();
  const LogLine before =
      lines.size() > 1 ? lines[lines.size() - std::min(lines.size(), looked_at)] : LogLine();
  const auto steps = static_cast<double>(now.step - before.step);
  const double seconds = now.seconds - before.seconds;
  if (steps <= 0 || seconds <= 0 || now.step > now.steps) return std::nullopt;
  return seconds / steps * static_cast<double>(now.steps - now.step);
}

std::filesystem::path log_file(const std::filesystem::path& folder) {
  return folder / "training.jsonl";
}

Status append(const std::filesystem::path& folder, const LogLine& line) {
  const nlohmann::ordered_json object = {
      {"step", line.step},      {"steps", line.steps},
      {"photos", line.photos},  {"epoch", line.epoch},
      {"loss", line.loss},      {"accuracy", line.accuracy},
      {"rate", line.rate},      {"photos_per_second", line.photos_per_second},
      {"seconds", line.seconds}};
  std::ofstream file(log_file(folder), std::ios::app);
  file << object.dump() << '\n';
  file.flush();
  if (!file) return file_error(log_file(folder), "to write", errno);
  return {};
}

Status rewind_log(const std::filesystem::path& folder, std::int64_t step) {
  std::error_code ignored;
  if (!std::filesystem::exists(log_file(folder), ignored)) return {};
  const auto text = read_file(log_file(folder), largest_log);
  if (!text) return text.error();
  std::string kept;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) break;
    const std::string_view line = rest.substr(0, end + 1);
    rest.remove_prefix(end + 1);
    const auto object = nlohmann::json::parse(line, nullptr, false);
    if (!object.is_object()) continue;
    const auto at = object.find("step");
    if (at != object.end() && at->is_number_integer() && at->get<std::int64_t>() <= step) kept += line;
  }
  return write_file_atomically(log_file(folder), kept);
}

void LogReader::read(std::vector<LogLine>& lines) {
  std::error_code none;
  const auto size = std::filesystem::file_size(log_file(folder_), none);
  if (none || size == offset_) return;
  if (size < offset_) {
    offset_ = 0;
    lines.clear();
  }
  std::ifstream file(log_file(folder_), std::ios::binary);
  file.seekg(static_cast<std::streamoff>(offset_));
  for (std::string text; std::getline(file, text) && !file.eof();) {
    offset_ += text.size() + 1;
    if (auto line = line_from(text)) lines.push_back(*line);
  }
}

}  // namespace birddream::checkpoint
