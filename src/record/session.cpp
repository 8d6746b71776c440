#include "record/session.h"

#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "record/foreign_json.h"
#include "record/precisions.h"

namespace birddream::record {
namespace {

using nlohmann::json;

constexpr const char* version_key = "birddream_session";
constexpr int most_steps = 100'000'000;
constexpr std::size_t largest_file = std::size_t{64} << 20;

}  // namespace

std::string to_text(const Session& session) {
  json object = {{version_key, session_version},   {"program_version", session.program_version},
                 {"series", session.series},       {"preset", session.preset},
                 {"precision", session.precision}, {"steps", session.steps}};
  write_steering(session.changes, object);
  if (!session.photos.empty()) object["photos"] = session.photos;
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
  for (const auto& [key, field] :
       {std::pair{"program_version", &session.program_version}, std::pair{"series", &session.series},
        std::pair{"preset", &session.preset}}) {
    if (const Status read = from.name(key, *field); !read) return read.error();
  }
  if (const Status read = from.choice("precision", precisions, session.precision); !read) return read.error();
  if (const Status read = from.whole("steps", 0, most_steps, session.steps); !read) return read.error();
  if (const Status read = read_photos(from, session.photos); !read) return read.error();
  auto steering = read_steering(from);
  if (!steering) return steering.error();
  session.changes = std::move(steering).value();
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
