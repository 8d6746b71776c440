#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "recipe/params.h"
#include "record/photos.h"
#include "record/steering.h"

namespace birddream::record {

/// What is needed to make a picture again; travels inside the PNG (iTXt chunk, keyword `birddream`).
struct Provenance {
  std::string program_version;
  recipe::DreamParams params;
  std::string series;               ///< name
  std::string checkpoint;           ///< file within the series
  std::string fingerprint;          ///< of the weights
  int step = 0;                     ///< steps done
  std::string device;               ///< "cpu" or "cuda": bytes are equal on the same machine and device only
  std::string precision = "plain";  ///< one of `precisions`: of its last step
  int scale = 1;                    ///< each dreamt pixel is scale x scale pixels of the file
  bool steered =
      false;  ///< parameters changed while it grew: repeating these gives a sibling, not the same bytes
  /// How it was steered from its start on: dreamt again like this it is the same. Empty: it was not, or
  /// nobody knows any more.
  std::vector<SessionChange> steering = {};
  Photos photos = {};  ///< that it was made with, as far as they could be read
};

/// The keyword of the PNG text chunk.
inline constexpr const char* provenance_keyword = "birddream";

/// The version written; a reader refuses a larger one.
inline constexpr int provenance_version = 1;

/// JSON, one line, ASCII (other characters escaped). Steering that would make it larger than a reader takes
/// is left out.
std::string to_text(const Provenance& provenance);
/// Whether to_text() leaves the steering in.
bool keeps_steering(const Provenance& provenance);

/// Reads foreign bytes: never throws; refuses other formats, newer versions, out-of-range values, > 1 MiB.
Result<Provenance> provenance_from_text(std::string_view text);

}  // namespace birddream::record
