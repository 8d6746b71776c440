#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

#include <array>
#include <memory>
#include <string>

/// Owners of libav's objects. Only what FFmpeg 4.4 to 7.1 have in common is used in this room.
namespace birddream::record {

struct LibavDelete {
  void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
  void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
  void operator()(AVFormatContext* format) const {
    if (format->pb != nullptr) avio_closep(&format->pb);
    avformat_free_context(format);
  }
};

template <class T>
using Owned = std::unique_ptr<T, LibavDelete>;

/// A frame with memory of its own; null when there is none. libswscale reads and writes whole vector
/// registers, past the last pixel too, so pixels on either side of it live in a frame, whose memory has room
/// for that.
inline Owned<AVFrame> padded_frame(AVPixelFormat format, int width, int height) {
  Owned<AVFrame> frame(av_frame_alloc());
  if (!frame) return nullptr;
  frame->format = format;
  frame->width = width;
  frame->height = height;
  if (av_frame_get_buffer(frame.get(), 0) < 0) return nullptr;
  return frame;
}

/// libav prints to stderr by default; what matters comes back as error codes.
inline void quieten_libav() {
  static const bool once = [] {
    av_log_set_level(AV_LOG_QUIET);
    return true;
  }();
  static_cast<void>(once);
}

inline std::string libav_error(int code) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(code, text.data(), text.size());
  return text.data();
}

}  // namespace birddream::record
