#include "checkpoint/safetensors_header.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace birddream::checkpoint {
namespace {

using nlohmann::json;

constexpr std::size_t most_dimensions = 8;
constexpr std::size_t most_tensors = 100'000;
constexpr std::string_view metadata_key = "__metadata__";

/// Receives the JSON piece by piece (no tree is built, so nesting costs nothing and repeated keys are seen).
/// Returning false stops the parser; `failure` then says why.
class HeaderReader final : public nlohmann::json_sax<json> {
 public:
  Header header;
  std::string failure;

  bool null() override { return misplaced("null"); }
  bool boolean(bool) override { return misplaced("true or false"); }
  bool number_float(double, const std::string&) override { return misplaced("a number that is not whole"); }
  bool number_integer(std::int64_t) override { return misplaced("a negative number"); }
  bool binary(binary_t&) override { return misplaced("binary data"); }

  bool number_unsigned(std::uint64_t number) override {
    if (where_ == Where::shape) {
      if (entry().shape.size() == most_dimensions) return fail("has more than 8 dimensions");
      if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return fail("has a dimension too large to be true");
      }
      entry().shape.push_back(static_cast<std::int64_t>(number));
      return true;
    }
    if (where_ != Where::offsets) return misplaced("a number");
    if (offsets_ == 2) return fail("has more than two data_offsets");
    (offsets_ == 0 ? entry().begin : entry().end) = number;
    ++offsets_;
    return true;
  }

  bool string(std::string& text) override {
    if (where_ == Where::metadata) {
      header.metadata[key_] = text;
      return true;
    }
    if (where_ != Where::tensor || key_ != "dtype") return misplaced("a text");
    entry().dtype = text;
    return true;
  }

  bool start_object(std::size_t) override {
    if (where_ == Where::outside) return enter(Where::root);
    if (where_ != Where::root) return misplaced("an object");
    keys_.clear();
    if (key_ == metadata_key) return enter(Where::metadata);
    if (header.entries.size() == most_tensors) return fail("is one too many: over 100,000 tensors");
    header.entries.push_back({key_, {}, {}, 0, 0});
    return enter(Where::tensor);
  }

  bool key(std::string& name) override {
    if (where_ == Where::root) {
      key_ = name;
      return names_.insert(name).second || fail("occurs twice");
    }
    if (!keys_.insert(name).second) return fail("says " + shown(name) + " twice");
    if (where_ == Where::tensor && name != "dtype" && name != "shape" && name != "data_offsets") {
      return fail("has the unknown property " + shown(name));
    }
    key_ = name;
    return true;
  }

  bool end_object() override {
    if (where_ == Where::tensor) {
      for (const char* needed : {"dtype", "shape", "data_offsets"}) {
        if (!keys_.contains(needed)) return fail("has no " + std::string(needed));
      }
    }
    return enter(where_ == Where::root ? Where::outside : Where::root);
  }

  bool start_array(std::size_t) override {
    if (where_ != Where::tensor || key_ == "dtype") return misplaced("a list");
    offsets_ = 0;
    return enter(key_ == "shape" ? Where::shape : Where::offsets);
  }

  bool end_array() override {
    if (where_ == Where::offsets && offsets_ != 2) return fail("needs two data_offsets");
    return enter(Where::tensor);
  }

  bool parse_error(std::size_t position, const std::string&, const json::exception&) override {
    failure = "the header is not valid JSON (near its byte " + std::to_string(position) + ")";
    return false;
  }

 private:
  enum class Where { outside, root, metadata, tensor, shape, offsets };

  HeaderEntry& entry() { return header.entries.back(); }

  bool enter(Where place) {
    where_ = place;
    return true;
  }

  bool fail(const std::string& what) {
    const bool at_name = where_ == Where::root;
    if (where_ == Where::metadata || (at_name && key_ == metadata_key)) {
      failure = "the metadata " + what;
    } else {
      failure = "tensor " + shown(at_name ? key_ : entry().name) + " " + what;
    }
    return false;
  }

  bool misplaced(const std::string& what) {
    if (where_ == Where::outside) {
      failure = "the header is not a JSON object";
      return false;
    }
    return fail("holds " + what + " where it may not");
  }

  Where where_ = Where::outside;
  std::string key_;              // the latest, at whatever depth
  std::set<std::string> names_;  // of tensors
  std::set<std::string> keys_;   // of the tensor or the metadata being read
  int offsets_ = 0;
};

}  // namespace

std::string shown(std::string_view name) {
  constexpr std::size_t longest = 80;
  std::string text = "'";
  for (const char c : name.substr(0, longest)) {
    const auto byte = static_cast<unsigned char>(c);
    text += byte < 0x20 || byte == 0x7f ? '?' : c;
  }
  return text + (name.size() > longest ? "...'" : "'");
}

std::uint64_t header_length(std::span<const std::byte, length_size> prefix) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < length_size; ++i) value |= std::to_integer<std::uint64_t>(prefix[i]) << (8 * i);
  return value;
}

Result<Header> parse_header(std::string_view json_text) {
  // The parser takes a zero byte for the end of the text and skips a byte order mark; the format knows
  // neither.
  if (json_text.empty() || json_text.front() != '{') return Error{"the header is not a JSON object"};
  if (json_text.find('\0') != std::string_view::npos) return Error{"the header holds zero bytes"};
  HeaderReader reader;
  if (!json::sax_parse(json_text.begin(), json_text.end(), &reader)) return Error{reader.failure};
  return std::move(reader.header);
}

}  // namespace birddream::checkpoint
