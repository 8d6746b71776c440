#pragma once

#include <memory>
#include <optional>
#include <string>

#include "record/video_writer.h"

namespace birddream::record {

/// Where the pictures of a sequence go: FOLDER/PREFIX000001SUFFIX, counted from 1.
struct SequencePattern {
  std::filesystem::path folder;
  std::string prefix;
  std::string suffix = ".png";
  int digits = 6;

  std::filesystem::path name(std::int64_t number) const;
};

/// The pattern that `file` spells: "folder/" or "x_%04d.png" ("%%" is not supported, and one number only);
/// nullopt when it spells none.
std::optional<SequencePattern> sequence_pattern(const std::filesystem::path& file);

/// The pattern that stands in for a video that cannot be encoded: x.mp4 -> x.frames/000001.png.
SequencePattern fallback_pattern(const std::filesystem::path& video);

/// Writes each picture as a PNG of its own, whole or not at all; the system may take its time with bringing
/// it to the disk. Pictures stay when it ends without finish(). finish() removes what an older, longer
/// sequence of the same names left behind this one.
class PngSequence final : public VideoWriter {
 public:
  /// `why` ends the description: "no video encoder found"; may be empty. Error: the folder cannot be made.
  static Result<std::unique_ptr<VideoWriter>> open(SequencePattern pattern, const VideoOptions& options,
                                                   std::string why);

  using VideoWriter::add;
  Status add(const image::Rgb8& picture, int times) override;
  Status finish() override;
  std::string description() const override;
  std::filesystem::path result() const override { return pattern_.folder; }

 private:
  PngSequence(SequencePattern pattern, VideoOptions options, std::string why);
  std::string place() const;
  Status fail(const Error& why);

  SequencePattern pattern_;
  VideoOptions options_;
  std::string why_;
  std::int64_t pictures_ = 0;
  std::string failure_;  // empty: none yet
};

}  // namespace birddream::record
