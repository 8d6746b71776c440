#include "record/provenance.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "recipe/params_json.h"

namespace birddream::record {
namespace {

using nlohmann::json;

constexpr std::string_view format_name = "birddream picture";
constexpr std::size_t largest_text = std::size_t{1} << 20;
constexpr std::size_t longest_name = 4096;
constexpr int most_steps = 100'000'000;
constexpr int largest_scale = 64;

Error refuse(const std::string& what) {
  return Error{"The picture's birddream settings cannot be used: " + what + "."};
}

// Names end up on terminals and in file paths: no control characters, no endless ones.
Status read_name(const json& object, const char* key, std::string& to) {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  const auto* text = found->get_ptr<const std::string*>();
  if (text == nullptr) return refuse("'" + std::string(key) + "' is not a text");
  if (text->size() > longest_name) return refuse("'" + std::string(key) + "' is too long");
  const auto control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
  if (std::ranges::any_of(*text, control))
    return refuse("'" + std::string(key) + "' holds control characters");
  to = *text;
  return {};
}

Status read_whole(const json& object, const char* key, int low, int high, int& to) {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  const bool fits = found->is_number_unsigned()
                        ? found->get<std::uint64_t>() <= static_cast<std::uint64_t>(high)
                        : found->is_number_integer() && found->get<std::int64_t>() <= high;
  if (!fits || found->get<std::int64_t>() < low) {
    return refuse("'" + std::string(key) + "' must be a whole number from " + std::to_string(low) + " to " +
                  std::to_string(high));
  }
  to = found->get<int>();
  return {};
}

Status read_flag(const json& object, const char* key, bool& to) {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  if (!found->is_boolean()) return refuse("'" + std::string(key) + "' must be true or false");
  to = found->get<bool>();
  return {};
}

Status read_header(const json& object) {
  if (!object.is_object() || object.value("format", json()) != format_name)
    return refuse("they are of another format");
  int version = 0;
  if (const Status read = read_whole(object, "version", 1, 1'000'000, version); !read) return read;
  if (version == 0) return refuse("their version is missing");
  if (version > provenance_version) {
    return refuse("they were written by a newer birddream (version " + std::to_string(version) +
                  ", this one reads up to " + std::to_string(provenance_version) + "); update birddream");
  }
  return {};
}

Status read_fields(const json& object, Provenance& to) {
  for (const auto& [key, field] :
       {std::pair{"program_version", &Provenance::program_version}, std::pair{"series", &Provenance::series},
        std::pair{"checkpoint", &Provenance::checkpoint}, std::pair{"fingerprint", &Provenance::fingerprint},
        std::pair{"device", &Provenance::device}}) {
    if (const Status read = read_name(object, key, to.*field); !read) return read;
  }
  if (!to.device.empty() && to.device != "cpu" && to.device != "cuda")
    return refuse("'device' must be cpu or cuda");
  if (const Status read = read_whole(object, "step", 0, most_steps, to.step); !read) return read;
  if (const Status read = read_whole(object, "scale", 1, largest_scale, to.scale); !read) return read;
  return read_flag(object, "steered", to.steered);
}

}  // namespace

std::string to_text(const Provenance& provenance) {
  const json object = {{"format", format_name},
                       {"version", provenance_version},
                       {"program_version", provenance.program_version},
                       {"series", provenance.series},
                       {"checkpoint", provenance.checkpoint},
                       {"fingerprint", provenance.fingerprint},
                       {"device", provenance.device},
                       {"step", provenance.step},
                       {"scale", provenance.scale},
                       {"steered", provenance.steered},
                       {"params", recipe::to_json(provenance.params)}};
  // A species or path that is not UTF-8 becomes U+FFFD instead of an exception.
  return object.dump(-1, ' ', true, json::error_handler_t::replace);
}

Result<Provenance> provenance_from_text(std::string_view text) {
  if (text.size() > largest_text) return refuse("they are larger than 1 MiB");
  const json object = json::parse(text, nullptr, false);
  if (object.is_discarded()) return refuse("they are damaged (not JSON)");
  if (const Status read = read_header(object); !read) return read.error();
  Provenance provenance;
  if (const Status read = read_fields(object, provenance); !read) return read.error();
  const auto params = object.find("params");
  if (params == object.end()) return refuse("the parameters are missing");
  auto read = recipe::params_from_json(*params);
  if (!read) return read.error();
  provenance.params = std::move(read).value();
  return provenance;
}

}  // namespace birddream::record
