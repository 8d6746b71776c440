#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace birddream::record {

/// A video file type: its extension, libavformat's muxer for it, and libavcodec's encoders in order of
/// preference.
struct Container {
  std::string_view extension;  ///< ".mp4"
  std::string_view muxer;
  std::vector<std::string> encoders;
};

/// Null for an extension that is not a video's; upper and lower case alike.
const Container* find_container(const std::filesystem::path& file);

/// ".mp4, .mkv, .webm", for messages.
std::string known_extensions();

}  // namespace birddream::record
