#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "checkpoint/dtype.h"

/// The safetensors format (github.com/huggingface/safetensors): 8 bytes of header length (little-endian), a
/// JSON header, then the tensors' bytes without gaps, row-major, little-endian.
namespace birddream::checkpoint {

/// One tensor; a view into memory that somebody else owns. The bytes need not be aligned.
struct TensorRecord {
  std::string name;
  Dtype dtype = Dtype::f32;
  std::vector<std::int64_t> shape;  ///< empty for a scalar
  std::span<const std::byte> bytes;
};

using Metadata = std::map<std::string, std::string>;

struct Tensors {
  std::vector<TensorRecord> records;  ///< sorted by name
  Metadata metadata;

  const TensorRecord* find(std::string_view name) const;
};

/// The tensors in `bytes`, which must outlive them. Believes nothing: refuses, with tensor and reason,
/// whatever is truncated, too large, overlapping, gapped, repeated, misdescribed, or of another element type.
/// `source` names the bytes in messages (a file name).
Result<Tensors> parse_safetensors(std::span<const std::byte> bytes, std::string_view source);

/// A whole file in memory. Read, not mapped: a file that another program truncates in place must not crash
/// us.
class SafetensorsFile {
 public:
  /// Error: as read_file() and parse_safetensors().
  static Result<SafetensorsFile> open(const std::filesystem::path& path);
  SafetensorsFile(SafetensorsFile&&) = default;
  SafetensorsFile& operator=(SafetensorsFile&&) = default;
  SafetensorsFile(const SafetensorsFile&) = delete;
  SafetensorsFile& operator=(const SafetensorsFile&) = delete;

  const Tensors& tensors() const { return tensors_; }
  std::span<const std::byte> bytes() const { return std::as_bytes(std::span(*content_)); }

 private:
  SafetensorsFile() = default;
  std::unique_ptr<const std::string> content_;  // never moves, so the records stay valid
  Tensors tensors_;
};

/// Writes a file that parse_safetensors() accepts, atomically. Equal input gives equal bytes, whatever its
/// order; every tensor is aligned to its element size within the file. Error: a record whose bytes do not fit
/// its shape, repeated or empty names, text that is not UTF-8, or as write_file_atomically().
Status write_safetensors(const std::filesystem::path& file, std::span<const TensorRecord> records,
                         const Metadata& metadata);

/// Bytes of a tensor, or nullopt when the product overflows (zero dimensions hide no overflow).
std::optional<std::size_t> bytes_needed(std::span<const std::int64_t> shape, Dtype dtype);

}  // namespace birddream::checkpoint
