#include "record/session.h"

#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "recipe/params_json.h"
#include "record/foreign_json.h"

namespace birddream::record {
namespace {

using nlohmann::json;

constexpr const char* version_key = "birddream_session";
constexpr int most_steps = 100'000'000;
constexpr std::size_t most_changes = 100'000;
constexpr std::size_t largest_file = std::size_t{64} << 20;

json difference(const json& before, const json& after) {
  json changed = json::object();
  for (const auto& [key, value] : after.items()) {
    if (before.value(key, json()) != value) changed[key] = value;
  }
  return changed;
}

Result<recipe::DreamParams> read_params(const Foreign& from, const recipe::DreamParams& before) {
  const auto found = from.object.find("params");
  if (found == from.object.end()) return before;
  auto params = recipe::params_from_json(*found, before);
  if (!params) return from.refuse(params.error().message);
  return params;
}

Status read_change(const json& object, Session& session) {
  const Foreign from{object, "The session"};
  if (!object.is_object()) return from.refuse("a change is not an object");
  const SessionChange& before = session.changes.back();
  SessionChange change{before.step, {}, before.checkpoint};
  if (const Status read = from.whole("step", before.step, most_steps, change.step); !read) return read;
  if (const Status read = from.name("checkpoint", change.checkpoint); !read) return read;
  auto params = read_params(from, before.params);
  if (!params) return params.error();
  change.params = std::move(params).value();
  session.changes.push_back(std::move(change));
  return {};
}

}  // namespace

std::string to_text(const Session& session) {
  json object = {{version_key, session_version},   {"program_version", session.program_version},
                 {"series", session.series},       {"preset", session.preset},
                 {"precision", session.precision}, {"steps", session.steps}};
  json before;
  json changes = json::array();
  for (std::size_t i = 0; i < session.changes.size(); ++i) {
    const SessionChange& change = session.changes[i];
    json params = recipe::to_json(change.params);
    if (i == 0) {
      object["checkpoint"] = change.checkpoint;
      object["params"] = params;
    } else {
      json one = {{"step", change.step}};
      if (change.checkpoint != session.changes[i - 1].checkpoint) one["checkpoint"] = change.checkpoint;
      if (json changed = difference(before, params); !changed.empty()) one["params"] = std::move(changed);
      changes.push_back(std::move(one));
    }
    before = std::move(params);
  }
  if (!changes.empty()) object["changes"] = std::move(changes);
  return object.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<Session> session_from_text(std::string_view text) {
  const json object = json::parse(text, nullptr, false);
  const Foreign from{object, "The session"};
  if (!object.is_object() || !object.contains(version_key))
    return from.refuse("it is not a birddream session");
  int version = 0;
  if (const Status read = from.whole(version_key, 1, 1'000'000, version); !read) return read.error();
  if (version > session_version) return from.refuse("it was written by a newer birddream");
  Session session;
  SessionChange first;
  for (const auto& [key, field] :
       {std::pair{"program_version", &session.program_version}, std::pair{"series", &session.series},
        std::pair{"preset", &session.preset}, std::pair{"checkpoint", &first.checkpoint},
        std::pair{"precision", &session.precision}}) {
    if (const Status read = from.name(key, *field); !read) return read.error();
  }
  if (session.precision != "plain" && session.precision != "float32" && session.precision != "bfloat16")
    return from.refuse("'precision' must be plain, float32 or bfloat16");
  if (const Status read = from.whole("steps", 0, most_steps, session.steps); !read) return read.error();
  auto params = read_params(from, {});
  if (!params) return params.error();
  first.params = std::move(params).value();
  session.changes.push_back(std::move(first));
  const auto changes = object.find("changes");
  if (changes == object.end()) return session;
  if (!changes->is_array()) return from.refuse("its changes are not a list");
  if (changes->size() > most_changes) return from.refuse("it has too many changes");
  for (const json& change : *changes) {
    if (const Status read = read_change(change, session); !read) return read.error();
  }
  return session;
}

Status save_session(const std::filesystem::path& file, const Session& session) {
  return write_file_atomically(file, to_text(session));
}

Result<Session> load_session(const std::filesystem::path& file) {
  const auto text = read_file(file, largest_file);
  if (!text) return text.error();
  auto session = session_from_text(*text);
  if (!session) return Error{file.string() + ": " + session.error().message};
  return session;
}

}  // namespace birddream::record
