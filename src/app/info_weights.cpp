#include <algorithm>
#include <map>

#include "app/info_text.h"
#include "base/text.h"
#include "checkpoint/fingerprint.h"
#include "checkpoint/safetensors.h"

namespace birddream::app {
namespace {

std::string shape_text(const std::vector<std::int64_t>& shape) {
  std::string text;
  for (const std::int64_t side : shape) text += (text.empty() ? "" : " x ") + std::to_string(side);
  return text.empty() ? "scalar" : text;
}

}  // namespace

Result<FileInfo> weights_info(const std::filesystem::path& path) {
  const auto file = checkpoint::SafetensorsFile::open(path);
  if (!file) return file.error();
  std::map<std::string, int> types;
  std::size_t values = 0;
  std::size_t widest = 0;
  auto tensors = nlohmann::json::array();
  for (const checkpoint::TensorRecord& record : file->tensors().records) {
    ++types[std::string(checkpoint::name_of(record.dtype))];
    values += record.bytes.size() / checkpoint::size_of(record.dtype);
    widest = std::max(widest, record.name.size());
    tensors.push_back({{"name", record.name},
                       {"dtype", checkpoint::name_of(record.dtype)},
                       {"shape", record.shape},
                       {"bytes", record.bytes.size()}});
  }
  std::string kinds;
  for (const auto& [type, count] : types)
    kinds += (kinds.empty() ? "" : ", ") + std::to_string(count) + " " + type;

  FileInfo info;
  const std::string print = checkpoint::fingerprint(file->bytes());
  info.json = {{"kind", "weights"},
               {"file", path.string()},
               {"bytes", file->bytes().size()},
               {"fingerprint", print},
               {"values", values},
               {"metadata", file->tensors().metadata},
               {"tensors", std::move(tensors)}};
  info.text = path.string() + ": weights (safetensors), " + size_text(file->bytes().size()) +
              ", fingerprint " + print + "\n" + "  " + std::to_string(file->tensors().records.size()) +
              " tensors (" + kinds + "), " + std::to_string(values) + " values\n";
  for (const auto& [key, value] : file->tensors().metadata)
    info.text += "  " + printable(key) + " = " + printable(value) + "\n";
  for (const checkpoint::TensorRecord& record : file->tensors().records) {
    std::string line = "  " + printable(record.name);
    line.resize(std::max(line.size(), widest + 4), ' ');
    info.text +=
        line + std::string(checkpoint::name_of(record.dtype)) + "  " + shape_text(record.shape) + "\n";
  }
  return info;
}

}  // namespace birddream::app
