#include "record/session.h"

#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "checkpoint/json_fields.h"

namespace birddream::record {
namespace {

using nlohmann::json;

constexpr const char* version_key = "birddream_session";
constexpr std::size_t largest_file = std::size_t{64} << 20;

}  // namespace

std::string to_text(const Session& session) {
  json object = {{version_key, session_version},
                 {"program_version", session.program_version},
                 {"series", session.series},
                 {"preset", session.preset},
                 {"steps", session.steps}};
  write_steering(session.changes, object);
  if (!session.photos.empty()) object["photos"] = session.photos;
  return object.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<Session> session_from_text(std::string_view text) {
  const json object = json::parse(text, nullptr, false);
  const std::string what = "The session cannot be used";
  if (!object.is_object() || !object.contains(version_key))
    return Error{what + ": it is not a birddream session."};
  checkpoint::Fields from(object, what);
  int version = 0;
  from.whole(version_key, 1, 1'000'000, version);
  if (version > session_version) from.refuse("it was written by a newer birddream");
  Session session;
  from.long_text("program_version", session.program_version);
  from.long_text("series", session.series);
  from.long_text("preset", session.preset);
  from.whole("steps", 0, most_steps, session.steps);
  read_photos(from, session.photos);
  read_steering(from, session.changes);
  tell_precision(session.changes, "plain");
  if (!from.fault().empty()) return Error{from.fault() + "."};
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
