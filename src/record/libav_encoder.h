#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "image/rgb8.h"
#include "record/libav_handles.h"
#include "record/video_writer.h"

namespace birddream::record {

/// Pictures in, compressed packets out: one libavcodec encoder and the conversion from sRGB bytes to BT.709
/// limited-range YUV 4:2:0 before it.
class LibavEncoder {
 public:
  /// Receives each packet, in units of the encoder's time base. Returns 0 or a libav error code, which stops
  /// the encoding and comes back from encode().
  using Sink = std::function<int(AVPacket&)>;

  /// The first of `names` that this libavcodec has and that opens; null when there is none.
  static std::unique_ptr<LibavEncoder> first_of(const std::vector<std::string>& names,
                                                const VideoOptions& options, bool global_header);

  /// Picture number `index` (0, 1, 2 ...). 0, or a libav error code.
  int encode(const image::Rgb8& picture, std::int64_t index, const Sink& sink);
  /// The same picture once more.
  int repeat(std::int64_t index, const Sink& sink);
  /// All that the encoder still holds back.
  int flush(const Sink& sink);

  const AVCodecContext& context() const { return *codec_; }
  std::string label() const;  ///< "H.264 (libx264)"

 private:
  LibavEncoder() = default;
  int convert(const image::Rgb8& picture);
  int drain(const Sink& sink);

  Owned<AVCodecContext> codec_;
  Owned<SwsContext> converter_;
  Owned<AVFrame> frame_;
  Owned<AVFrame> rgb_;  ///< the picture; with its last column or row doubled for odd sizes
  Owned<AVPacket> packet_;
};

}  // namespace birddream::record
