#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "base/atomic_file.h"
#include "checkpoint/safetensors.h"
#include "checkpoint/safetensors_header.h"

namespace birddream::checkpoint {
namespace {

using nlohmann::ordered_json;

std::string fault(const TensorRecord& record) {
  if (record.name.empty()) return "has no name";
  if (record.name == "__metadata__") return "has a name that the format keeps for itself";
  const auto needed = bytes_needed(record.shape, record.dtype);
  if (!needed || *needed != record.bytes.size()) return "has bytes that do not fit its shape";
  return "";
}

Result<std::string> header_text(const std::vector<const TensorRecord*>& records, const Metadata& metadata) {
  ordered_json header = ordered_json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::size_t position = 0;
  for (const TensorRecord* record : records) {
    const std::size_t end = position + record->bytes.size();
    header[record->name] = {
        {"dtype", name_of(record->dtype)}, {"shape", record->shape}, {"data_offsets", {position, end}}};
    position = end;
  }
  try {
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');  // the data begins at a multiple of 8
    return text;
  } catch (const ordered_json::exception&) {
    return Error{"a name or the metadata is not UTF-8 text."};
  }
}

}  // namespace

Status write_safetensors(const std::filesystem::path& file, std::span<const TensorRecord> records,
                         const Metadata& metadata) {
  const auto refuse = [&](const std::string& why) { return Error{file.string() + ": not written: " + why}; };
  std::vector<const TensorRecord*> order;
  order.reserve(records.size());
  for (const TensorRecord& record : records) {
    const std::string why = fault(record);
    if (!why.empty()) return refuse("tensor " + shown(record.name) + " " + why + ".");
    order.push_back(&record);
  }
  // Large elements first: without padding, which the format forbids, that aligns them all.
  std::ranges::sort(order, {}, [](const TensorRecord* record) {
    return std::tuple(-static_cast<int>(size_of(record->dtype)), std::string_view(record->name));
  });
  std::vector<std::string_view> names;
  names.reserve(order.size());
  for (const TensorRecord* record : order) names.push_back(record->name);
  std::ranges::sort(names);
  const auto twice = std::ranges::adjacent_find(names);
  if (twice != names.end()) return refuse("tensor " + shown(*twice) + " occurs twice.");

  const auto header = header_text(order, metadata);
  if (!header) return refuse(header.error().message);
  std::string content;
  for (int i = 0; i < 8; ++i) content += static_cast<char>((header->size() >> (8 * i)) & 0xff);
  content += *header;
  for (const TensorRecord* record : order) {
    content.append(reinterpret_cast<const char*>(record->bytes.data()), record->bytes.size());
  }
  return write_file_atomically(file, content);
}

}  // namespace birddream::checkpoint
