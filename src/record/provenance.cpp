#include "record/provenance.h"

#include <nlohmann/json.hpp>

#include "recipe/params_json.h"
#include "record/foreign_json.h"
#include "record/precisions.h"

namespace birddream::record {
namespace {

using nlohmann::json;

constexpr std::string_view format_name = "birddream picture";
constexpr std::size_t largest_text = std::size_t{1} << 20;
constexpr int most_steps = 100'000'000;
constexpr int largest_scale = 64;

Status read_header(const Foreign& from) {
  if (!from.object.is_object() || from.object.value("format", json()) != format_name)
    return from.refuse("they are of another format");
  int version = 0;
  if (Status read = from.whole("version", 1, 1'000'000, version); !read) return read;
  if (version == 0) return from.refuse("their version is missing");
  if (version > provenance_version) {
    return from.refuse("they were written by a newer birddream (version " + std::to_string(version) +
                       ", this one reads up to " + std::to_string(provenance_version) +
                       "); update birddream");
  }
  return {};
}

Status read_fields(const Foreign& from, Provenance& to) {
  for (const auto& [key, field] :
       {std::pair{"program_version", &Provenance::program_version}, std::pair{"series", &Provenance::series},
        std::pair{"checkpoint", &Provenance::checkpoint}, std::pair{"fingerprint", &Provenance::fingerprint},
        std::pair{"device", &Provenance::device}}) {
    if (Status read = from.name(key, to.*field); !read) return read;
  }
  if (!to.device.empty() && to.device != "cpu" && to.device != "cuda")
    return from.refuse("'device' must be cpu or cuda");
  if (Status read = from.choice("precision", precisions, to.precision); !read) return read;
  if (Status read = from.whole("step", 0, most_steps, to.step); !read) return read;
  if (Status read = from.whole("scale", 1, largest_scale, to.scale); !read) return read;
  if (Status read = read_photos(from, to.photos); !read) return read;
  return from.flag("steered", to.steered);
}

json without_steering(const Provenance& provenance) {
  json object = {{"format", format_name},
                 {"version", provenance_version},
                 {"program_version", provenance.program_version},
                 {"series", provenance.series},
                 {"checkpoint", provenance.checkpoint},
                 {"fingerprint", provenance.fingerprint},
                 {"device", provenance.device},
                 {"precision", provenance.precision},
                 {"step", provenance.step},
                 {"scale", provenance.scale},
                 {"steered", provenance.steered},
                 {"params", recipe::to_json(provenance.params)}};
  if (!provenance.photos.empty()) object["photos"] = provenance.photos;
  return object;
}

/// A species or path that is not UTF-8 becomes U+FFFD instead of an exception.
std::string dumped(const json& object) {
  return object.dump(-1, ' ', true, json::error_handler_t::replace);
}

}  // namespace

std::string to_text(const Provenance& provenance) {
  json object = without_steering(provenance);
  if (provenance.steering.empty()) return dumped(object);
  write_steering(provenance.steering, object["steering"]);
  std::string text = dumped(object);
  if (text.size() <= largest_text) return text;
  object.erase("steering");
  return dumped(object);
}

bool keeps_steering(const Provenance& provenance) {
  if (provenance.steering.empty()) return true;
  json object = without_steering(provenance);
  write_steering(provenance.steering, object["steering"]);
  return dumped(object).size() <= largest_text;
}

Result<Provenance> provenance_from_text(std::string_view text) {
  const json object = text.size() > largest_text ? json() : json::parse(text, nullptr, false);
  const Foreign from{object, "The picture's birddream settings"};
  if (text.size() > largest_text) return from.refuse("they are larger than 1 MiB");
  if (object.is_discarded()) return from.refuse("they are damaged (not JSON)");
  if (const Status read = read_header(from); !read) return read.error();
  Provenance provenance;
  if (const Status read = read_fields(from, provenance); !read) return read.error();
  const auto params = object.find("params");
  if (params == object.end()) return from.refuse("the parameters are missing");
  auto read = recipe::params_from_json(*params);
  if (!read) return read.error();
  provenance.params = std::move(read).value();
  const auto steering = object.find("steering");
  if (steering == object.end()) return provenance;
  if (!steering->is_object()) return from.refuse("'steering' is not an object");
  auto changes = read_steering({*steering, from.what});
  if (!changes) return changes.error();
  provenance.steering = std::move(changes).value();
  return provenance;
}

}  // namespace birddream::record
