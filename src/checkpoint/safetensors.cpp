#include "checkpoint/safetensors.h"

#include <algorithm>
#include <limits>
#include <new>
#include <utility>

#include "base/atomic_file.h"
#include "checkpoint/safetensors_header.h"

namespace birddream::checkpoint {
namespace {

constexpr std::size_t largest_file = std::size_t{4} << 30;

std::string product(std::span<const std::int64_t> shape) {
  std::string text;
  for (const std::int64_t side : shape) text += (text.empty() ? "" : " x ") + std::to_string(side);
  return text.empty() ? "a scalar" : text;
}

/// Checks one entry by itself; empty when it is sound.
std::string fault(const HeaderEntry& entry, std::size_t data_size) {
  const auto dtype = dtype_named(entry.dtype);
  if (!dtype) {
    return "has elements of type " + shown(entry.dtype) +
           ", which is not read here (F32, F16, BF16 and I8 are)";
  }
  if (entry.name.empty()) return "has no name";
  if (entry.begin > entry.end || entry.end > data_size) {
    return "lies at bytes " + std::to_string(entry.begin) + " to " + std::to_string(entry.end) +
           ", but the file has " + std::to_string(data_size) + " bytes of data";
  }
  const auto needed = bytes_needed(entry.shape, *dtype);
  if (!needed) return "has a shape too large to be true";
  if (*needed != entry.end - entry.begin) {
    return "is " + product(entry.shape) + " " + entry.dtype + ", which takes " + std::to_string(*needed) +
           " bytes, but occupies " + std::to_string(entry.end - entry.begin);
  }
  return "";
}

/// Checks that the entries, sorted by position, cover the data exactly once; empty when they do.
std::string coverage_fault(const std::vector<HeaderEntry>& entries, std::size_t data_size) {
  std::uint64_t covered = 0;
  for (const HeaderEntry& entry : entries) {
    if (entry.begin < covered) return "tensor " + shown(entry.name) + " overlaps another one";
    if (entry.begin > covered) {
      return "there is a hole of " + std::to_string(entry.begin - covered) + " bytes before tensor " +
             shown(entry.name);
    }
    covered = entry.end;
  }
  if (covered == data_size) return "";
  return std::to_string(data_size - covered) + " bytes at the end belong to no tensor";
}

}  // namespace

std::optional<std::size_t> bytes_needed(std::span<const std::int64_t> shape, Dtype dtype) {
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  std::uint64_t extent = size_of(dtype);
  bool empty = false;
  for (const std::int64_t side : shape) {
    if (side < 0) return std::nullopt;
    empty = empty || side == 0;
    const auto factor = static_cast<std::uint64_t>(std::max<std::int64_t>(side, 1));
    if (extent > most / factor) return std::nullopt;
    extent *= factor;
  }
  return empty ? 0 : static_cast<std::size_t>(extent);
}

const TensorRecord* Tensors::find(std::string_view name) const {
  const auto found = std::ranges::lower_bound(records, name, {}, &TensorRecord::name);
  return found != records.end() && found->name == name ? &*found : nullptr;
}

Result<Tensors> parse_safetensors(std::span<const std::byte> bytes, std::string_view source) {
  const auto refuse = [&](const std::string& why) {
    return Error{std::string(source) + ": " + why + ". The file is damaged or is no safetensors file."};
  };
  if (bytes.size() < length_size) {
    return refuse("only " + std::to_string(bytes.size()) + " bytes, too short for a header");
  }
  const std::uint64_t length = header_length(bytes.first<length_size>());
  if (length > longest_header) {
    return refuse("it claims a header of " + std::to_string(length) + " bytes, over the 100 MB allowed");
  }
  if (length > bytes.size() - length_size) {
    return refuse("it claims a header of " + std::to_string(length) + " bytes, but has only " +
                  std::to_string(bytes.size()) + " in all (truncated?)");
  }
  const auto text = bytes.subspan(length_size, static_cast<std::size_t>(length));
  const auto data = bytes.subspan(length_size + text.size());
  auto header = parse_header({reinterpret_cast<const char*>(text.data()), text.size()});
  if (!header) return refuse(header.error().message);

  auto& entries = header->entries;
  for (const HeaderEntry& entry : entries) {
    const std::string why = fault(entry, data.size());
    if (!why.empty()) return refuse("tensor " + shown(entry.name) + " " + why);
  }
  // Empty tensors before the one that starts at the same place.
  std::ranges::sort(entries, {}, [](const HeaderEntry& entry) { return std::pair(entry.begin, entry.end); });
  const std::string why = coverage_fault(entries, data.size());
  if (!why.empty()) return refuse(why);

  Tensors tensors{{}, std::move(header->metadata)};
  tensors.records.reserve(entries.size());
  for (HeaderEntry& entry : entries) {
    tensors.records.push_back({std::move(entry.name), *dtype_named(entry.dtype), std::move(entry.shape),
                               data.subspan(entry.begin, entry.end - entry.begin)});
  }
  std::ranges::sort(tensors.records, {}, &TensorRecord::name);
  return tensors;
}

Result<SafetensorsFile> SafetensorsFile::open(const std::filesystem::path& path) try {
  auto content = read_file(path, largest_file);
  if (!content) return content.error();
  SafetensorsFile file;
  file.content_ = std::make_unique<const std::string>(std::move(content).value());
  auto tensors = parse_safetensors(file.bytes(), path.string());
  if (!tensors) return tensors.error();
  file.tensors_ = std::move(tensors).value();
  return file;
} catch (const std::bad_alloc&) {
  return Error{path.string() + ": too large for this machine's memory."};
}

}  // namespace birddream::checkpoint
