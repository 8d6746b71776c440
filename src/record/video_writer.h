#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "image/rgb8.h"

namespace birddream::record {

/// How much time an encoder may take: `live` runs beside a dream that wants the same cores.
enum class Effort { offline, live };

struct VideoOptions {
  int width = 0;  ///< of the pictures given, 16..8192; odd sizes are padded to even inside
  int height = 0;
  int frames_per_second = 30;  ///< 1..240, with frame_base
  Effort effort = Effort::offline;
  std::vector<std::string> encoders =
      {};              ///< libavcodec names to try, in order; empty: the container's own list
  int frame_base = 1;  ///< it is frames_per_second / frame_base frames a second: 30000 / 1001
  /// A file whose first sound is copied along as it is, up to the last picture; description() says whether.
  std::filesystem::path sound = {};
};

/// Writes pictures as one video. Where no encoder for the wanted container is found, a sequence of PNGs in a
/// folder instead, and `description()` says so. One thread at a time.
///
/// Colours: the pictures are sRGB; videos are BT.709, limited range, 4:2:0, and tagged so (a GIF stays RGB).
class VideoWriter {
 public:
  /// Opens what `file` names:
  ///   x.mp4, x.mkv   H.264 (libx264, else openh264), else MPEG-4. MP4 is fragmented, so a killed run leaves
  ///   a
  ///                  playable file.
  ///   x.webm         VP9, else VP8
  ///   x.gif          256 fixed colours, dithered; goes round and round
  ///   folder/        numbered PNGs: folder/000001.png and on
  ///   x_%04d.png     numbered PNGs by that pattern
  /// A video is written under a temporary name beside it (x.birddream.part.mp4). Where no encoder is found:
  /// numbered PNGs in x.frames/. Error: unwritable folder, unknown extension, impossible size, another one
  /// that writes it.
  static Result<std::unique_ptr<VideoWriter>> open(const std::filesystem::path& file,
                                                   const VideoOptions& options);
  virtual ~VideoWriter() = default;

  /// So many frames of that picture. Error: size differs from the options, disk full, encoder failure. After
  /// a failed write what has reached the disk is kept (a video as x-cut-short.mp4), and the message says
  /// where; every later call repeats the message.
  virtual Status add(const image::Rgb8& picture, int times) = 0;
  Status add(const image::Rgb8& picture) { return add(picture, 1); }
  /// Flushes and renames to the final name; an older file of that name is replaced. Without it the destructor
  /// removes the temporary file (a PNG sequence keeps its pictures: each of them is whole).
  virtual Status finish() = 0;
  /// For a person: "H.264 (libx264), 30 frames/s" or "PNG sequence in x.frames/ (no video encoder found)".
  virtual std::string description() const = 0;
  /// Where the result stands after finish(): the file, or the folder of PNGs.
  virtual std::filesystem::path result() const = 0;
};

/// Whether something of that name is there, or of what a writer of it may leave: its part, and the pictures
/// that stand in for it.
bool is_taken(const std::filesystem::path& file);

/// Whether `file` names something open() can write: a video or a PNG sequence, not a single picture.
bool is_video_path(const std::filesystem::path& file);

}  // namespace birddream::record
