#pragma once

#include <memory>

#include "record/containers.h"
#include "record/libav_encoder.h"
#include "record/part_file.h"
#include "record/sound_track.h"
#include "record/video_writer.h"

namespace birddream::record {

/// A video in the making: an encoder and the file its packets go to.
class LibavFile final : public VideoWriter {
 public:
  /// `encoder` may not be null and was opened for `container`. Error: the file cannot be made.
  static Result<std::unique_ptr<VideoWriter>> open(const std::filesystem::path& file,
                                                   const Container& container,
                                                   std::unique_ptr<LibavEncoder> encoder,
                                                   const VideoOptions& options);
  ~LibavFile() override;

  using VideoWriter::add;
  Status add(const image::Rgb8& picture, int times) override;
  Status finish() override;
  std::string description() const override;
  std::filesystem::path result() const override { return file_; }

 private:
  enum class State { open, finished, failed };

  LibavFile(std::filesystem::path file, PartLock lock, std::unique_ptr<LibavEncoder> encoder,
            VideoOptions options);
  int begin(const Container& container);
  void add_sound();
  int write(AVPacket& packet);
  Status fail(int code);

  std::filesystem::path file_;
  std::filesystem::path temporary_;
  PartLock lock_;  // of the temporary file
  std::unique_ptr<LibavEncoder> encoder_;
  VideoOptions options_;
  Owned<AVFormatContext> format_;
  std::unique_ptr<SoundTrack> sound_;  ///< null: silent
  std::string sound_says_;             ///< ends the description
  std::int64_t pictures_ = 0;
  State state_ = State::open;
  std::string failure_;
};

/// Whether this libavformat can write `container`, and whether it wants codec headers in the file's header.
struct MuxerTraits {
  bool present = false;
  bool global_header = false;
};
MuxerTraits muxer_traits(const Container& container);

}  // namespace birddream::record
