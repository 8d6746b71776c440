#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "checkpoint/quantise.h"
#include "checkpoint/raw_safetensors.h"
#include "checkpoint/safetensors.h"

namespace {

using namespace birddream::checkpoint;

/// Read or refused, never more. What is accepted agrees with itself, and decodes or is refused.
void examine(std::span<const std::byte> bytes) {
  const auto tensors = parse_safetensors(bytes, "fuzz");
  if (!tensors) return;
  for (const TensorRecord& record : tensors->records) {
    if (tensors->find(record.name) != &record) std::abort();
    if (bytes_needed(record.shape, record.dtype) != record.bytes.size()) std::abort();
  }
  const auto stored = stored_tensors(*tensors);
  if (!stored) return;
  for (const StoredTensor& tensor : *stored) {
    std::vector<float> values(element_count(*tensor.data));
    if (!to_float32(tensor, values)) continue;
    if (!encode(values, tensor.data->shape, Dtype::i8)) std::abort();  // all finite, so it must work
  }
}

/// A file whose header is put together from the format's own words, one for each byte of the input, up to the
/// last word ("here the data begins"): bytes alone hardly ever become JSON with the right keys.
std::string spelled(std::span<const std::uint8_t> input) {
  static const std::vector<std::string> words = {"{",
                                                 "}",
                                                 "[",
                                                 "]",
                                                 ",",
                                                 ":",
                                                 "\"a\"",
                                                 "\"a.scale\"",
                                                 "\"b\"",
                                                 "\"dtype\"",
                                                 "\"shape\"",
                                                 "\"data_offsets\"",
                                                 "\"F32\"",
                                                 "\"F16\"",
                                                 "\"BF16\"",
                                                 "\"I8\"",
                                                 "\"F64\"",
                                                 "\"__metadata__\"",
                                                 "0",
                                                 "1",
                                                 "2",
                                                 "4",
                                                 "8",
                                                 "12",
                                                 "-1",
                                                 "2.5",
                                                 "4294967296",
                                                 "9223372036854775807",
                                                 "18446744073709551615",
                                                 "null",
                                                 "{\"dtype\":\"I8\",\"shape\":[2,2],\"data_offsets\":[0,4]}",
                                                 "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}",
                                                 "{\"dtype\":\"F16\",\"shape\":[",
                                                 "],\"data_offsets\":["};
  std::string header;
  std::size_t at = 0;
  while (at < input.size() && input[at] % (words.size() + 1) != words.size()) {
    header += words[input[at++] % (words.size() + 1)];
  }
  std::string file = raw_safetensors(header, 0);
  for (++at; at < input.size(); ++at) file += static_cast<char>(input[at]);
  return file;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span input(data, size);
  examine(std::as_bytes(input));
  examine(as_bytes(spelled(input)));
  return 0;
}
