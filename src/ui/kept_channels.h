#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "image/rgb8.h"

/// The gallery's pictures on the disk, ROOT/FINGERPRINT/LAYER/CHANNEL.png. A cache: what the disk refuses
/// costs a second dream, and is not said. Any thread.
namespace birddream::ui {

std::filesystem::path kept_channel(const std::filesystem::path& root, const std::string& fingerprint,
                                   const std::string& layer, int channel);

/// Makes the folders too.
void keep_channel(const std::filesystem::path& file, const image::Rgb8& picture);

/// The folders of other weights go, those that were looked at longest ago first, until all of it together has
/// `most_bytes` at most. Those of `fingerprint` stay and count as looked at now.
void make_room_for(const std::filesystem::path& root, const std::string& fingerprint,
                   std::uintmax_t most_bytes);

}  // namespace birddream::ui
