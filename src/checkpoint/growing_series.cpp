#include "checkpoint/growing_series.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <string>

#include "checkpoint/safetensors_header.h"

namespace birddream::checkpoint {
namespace {

namespace fs = std::filesystem;

bool is_there(const fs::path& file) {
  std::error_code none;
  return file.extension() == ".safetensors" ? is_whole_safetensors(file) : fs::is_regular_file(file, none);
}

}  // namespace

bool is_whole_safetensors(const fs::path& file) {
  std::error_code none;
  const std::uintmax_t size = fs::file_size(file, none);
  if (none || size < length_size) return false;
  std::ifstream in(file, std::ios::binary);
  std::array<std::byte, length_size> prefix{};
  in.read(reinterpret_cast<char*>(prefix.data()), length_size);
  const std::uint64_t length = header_length(prefix);
  if (!in || length > longest_header || length > size - length_size) return false;
  std::string text(static_cast<std::size_t>(length), '\0');
  if (!in.read(text.data(), static_cast<std::streamsize>(text.size()))) return false;
  const auto header = parse_header(text);
  if (!header) return false;
  std::uint64_t end = 0;
  for (const HeaderEntry& entry : header->entries) end = std::max<std::uint64_t>(end, entry.end);
  return size - length_size - length == end;
}

Result<GrowingSeries> load_growing_series(const fs::path& folder) {
  auto series = load_series(folder);
  if (!series) return series.error();
  GrowingSeries growing{std::move(series).value(), true};
  auto& checkpoints = growing.series.checkpoints;
  const auto missing = std::ranges::find_if(
      checkpoints, [&](const CheckpointInfo& info) { return !is_there(folder / info.file); });
  growing.whole = missing == checkpoints.end();
  checkpoints.erase(missing, checkpoints.end());
  if (checkpoints.empty()) return Error{folder.string() + ": the first checkpoint is not there yet."};
  return growing;
}

}  // namespace birddream::checkpoint
