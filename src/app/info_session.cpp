#include "app/info_text.h"
#include "app/param_text.h"
#include "base/text.h"
#include "record/session.h"

namespace birddream::app {

Result<FileInfo> session_info(const std::filesystem::path& file) {
  const auto session = record::load_session(file);
  if (!session) return session.error();
  const record::SessionChange& start = session->changes.front();
  const std::size_t more = session->changes.size() - 1;
  FileInfo info;
  info.text = file.string() + ": session, " + std::to_string(session->steps) + " steps of '" +
              printable(session->series) + "'\n  made by birddream " + printable(session->program_version) +
              (start.precision == "plain" ? "" : " (" + printable(start.precision) + ")") +
              "\n  weights: " + printable(start.checkpoint) + "\n";
  if (more > 0) {
    info.text += "  changed " + std::to_string(more) + (more == 1 ? " time" : " times") + ", last at step " +
                 std::to_string(session->changes.back().step) + "; it began with\n";
  }
  info.text += recipe_text(start.params);
  info.json = {{"kind", "session"},
               {"file", file.string()},
               {"steps", session->steps},
               {"changes", more},
               {"session", nlohmann::json::parse(record::to_text(*session))}};
  return info;
}

}  // namespace birddream::app
