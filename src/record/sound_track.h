#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "record/libav_handles.h"

namespace birddream::record {

/// The first sound of a file, copied packet by packet into another as it is, without decoding. Times count
/// from the first picture of the file's video.
class SoundTrack {
 public:
  /// Null: there is none.
  static std::unique_ptr<SoundTrack> open(const std::filesystem::path& file);

  /// Adds a stream for it; false where the file's kind does not take this codec.
  bool add_to(AVFormatContext& output);
  const char* codec_name() const;

  /// Writes what lies before that second. 0, or a libav error code of the output's.
  int write_up_to(AVFormatContext& output, double seconds);

 private:
  struct Close {
    void operator()(AVFormatContext* format) const { avformat_close_input(&format); }
  };
  SoundTrack() = default;
  bool read();

  std::unique_ptr<AVFormatContext, Close> input_;
  const AVStream* from_ = nullptr;
  int to_ = -1;              // index of the output's stream
  std::int64_t origin_ = 0;  // of the first picture, in units of from_
  Owned<AVPacket> packet_{av_packet_alloc()};
  bool waiting_ = false;  // packet_ is read and not yet written
  bool ended_ = false;
};

}  // namespace birddream::record
