#include "record/provenance.h"

#include <array>
#include <nlohmann/json.hpp>

#include "checkpoint/json_fields.h"
#include "recipe/params_json.h"
#include "record/precisions.h"

namespace birddream::record {
namespace {

using nlohmann::json;

constexpr std::string_view format_name = "birddream picture";
constexpr std::size_t largest_text = std::size_t{1} << 20;
constexpr int largest_scale = 64;
constexpr std::array<std::string_view, 3> devices = {"", "cpu", "cuda"};  // unknown to the first pictures

void read_fields(checkpoint::Fields& from, Provenance& to) {
  int version = 0;
  from.whole("version", 1, 1'000'000, version);
  if (version == 0) from.refuse("their version is missing");
  if (version > provenance_version) {
    from.refuse("they were written by a newer birddream (version " + std::to_string(version) +
                ", this one reads up to " + std::to_string(provenance_version) + "); update birddream");
  }
  from.long_text("program_version", to.program_version);
  from.long_text("series", to.series);
  from.long_text("checkpoint", to.checkpoint);
  from.long_text("fingerprint", to.fingerprint);
  from.choice("device", devices, to.device);
  from.choice("precision", precisions, to.precision);
  from.whole("step", 0, most_steps, to.step);
  from.whole("scale", 1, largest_scale, to.scale);
  from.flag("steered", to.steered);
  read_photos(from, to.photos);
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
  const std::string what = "The picture's birddream settings cannot be used";
  if (text.size() > largest_text) return Error{what + ": they are larger than 1 MiB."};
  const json object = json::parse(text, nullptr, false);
  if (object.is_discarded()) return Error{what + ": they are damaged (not JSON)."};
  if (!object.is_object() || object.value("format", json()) != format_name)
    return Error{what + ": they are of another format."};
  checkpoint::Fields from(object, what);
  Provenance provenance;
  read_fields(from, provenance);
  if (const json* params = from.find("params", true)) {
    auto read = recipe::params_from_json(*params);
    if (!read) return read.error();
    provenance.params = std::move(read).value();
  }
  if (const json* steering = from.find("steering")) {
    checkpoint::Fields steered(*steering, "\"steering\"");
    read_steering(steered, provenance.steering);
    tell_precision(provenance.steering, provenance.precision);
    if (!steered.fault().empty()) from.refuse(steered.fault());
  }
  if (!from.fault().empty()) return Error{from.fault() + "."};
  return provenance;
}

}  // namespace birddream::record
