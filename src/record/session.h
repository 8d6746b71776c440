#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/photos.h"
#include "record/steering.h"

namespace birddream::record {

/// A dream as it was steered: enough to dream it again step by step. JSON in a file of its own.
struct Session {
  std::string program_version;
  std::string series;                  ///< name
  std::string preset;                  ///< that the parameters began with; may be empty
  int steps = 0;                       ///< done when it was saved
  std::vector<SessionChange> changes;  ///< at least one; steps rise; what the first holds began the dream
  Photos photos = {};                  ///< as in Provenance
};

inline constexpr int session_version = 1;

/// JSON; a change holds only what is different from the one before it.
std::string to_text(const Session& session);

/// Reads foreign bytes: never throws; refuses other formats, newer versions, values out of range, steps that
/// fall, more than 100,000 changes. A file without changes (of an older program) is a dream that was never
/// steered; one that tells no precision was dreamt in "plain", when there was no other.
Result<Session> session_from_text(std::string_view text);

Status save_session(const std::filesystem::path& file, const Session& session);
/// Error: as above, with the file's name; a file above 64 MiB.
Result<Session> load_session(const std::filesystem::path& file);

}  // namespace birddream::record
