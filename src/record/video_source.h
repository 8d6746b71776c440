#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "image/rgb8.h"

namespace birddream::record {

/// Frames in a second: rate / base.
struct FrameRate {
  int rate = 30;
  int base = 1;

  double per_second() const { return static_cast<double>(rate) / base; }
};

/// What a video file says about itself.
struct VideoFacts {
  int width = 0;  ///< upright, with square pixels
  int height = 0;
  FrameRate rate;
  int frames = 0;               ///< as far as the file tells; 0: it does not
  std::string sound;            ///< name of its first sound's codec, "aac"; empty: silent
  bool mp4_takes_sound = true;  ///< as it is; else .mkv does
};

/// Reads a video picture by picture, whatever libav decodes, at an even rate: where the file's own times are
/// uneven, pictures are repeated or left out. One thread at a time. Pictures are sRGB bytes, upright.
class VideoSource {
 public:
  /// Error: missing, no video in it, too large, of a kind that this libav cannot decode. The file is opened
  /// as it is: it cannot make libav open another one, nor the network.
  static Result<std::unique_ptr<VideoSource>> open(const std::filesystem::path& file);
  virtual ~VideoSource() = default;

  virtual const VideoFacts& facts() const = 0;
  /// The next picture; nullopt at the end. A damaged packet is passed over; Error: the file cannot be read
  /// on.
  virtual Result<std::optional<image::Rgb8>> next() = 0;
};

/// Whether the name is one of a video, as a window tells videos from pictures.
bool is_video_name(const std::filesystem::path& file);

}  // namespace birddream::record
