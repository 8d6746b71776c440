#include "record/libav_encoder.h"

extern "C" {
#include <libavutil/opt.h>
}

#include <algorithm>
#include <cstring>

namespace birddream::record {
namespace {

int even(int size) {
  return size + size % 2;
}

void set(AVCodecContext& codec, const char* key, const char* value) {
  // Options of another version of the encoder may not exist; its defaults then do.
  av_opt_set(codec.priv_data, key, value, 0);
}

// Dreams are full of fine texture; these settings keep it (about CRF 16 in x264's terms).
void choose_quality(AVCodecContext& codec, const std::string& name, Effort effort) {
  const bool live = effort == Effort::live;
  const std::int64_t pixel_rate =
      std::int64_t{codec.width} * codec.height * codec.time_base.den / codec.time_base.num;
  if (name == "libx264") {
    set(codec, "crf", "16");
    set(codec, "preset", live ? "veryfast" : "medium");
  } else if (name == "libvpx-vp9") {
    set(codec, "crf", "20");
    set(codec, "deadline", live ? "realtime" : "good");
    set(codec, "cpu-used", live ? "8" : "4");
    set(codec, "row-mt", "1");
  } else if (name == "libvpx") {
    set(codec, "crf", "8");
    set(codec, "deadline", live ? "realtime" : "good");
    set(codec, "cpu-used", live ? "8" : "3");
    codec.bit_rate = std::max<std::int64_t>(pixel_rate / 2, 1'000'000);  // VP8's CRF needs a ceiling
  } else if (name == "mpeg4") {
    codec.thread_count = 1;  // fast enough alone, and the bytes then do not depend on the number of cores
    codec.flags |= AV_CODEC_FLAG_QSCALE;
    codec.global_quality = 2 * FF_QP2LAMBDA;
  } else {
    codec.bit_rate = std::max<std::int64_t>(pixel_rate / 4, 1'000'000);
  }
}

Owned<AVCodecContext> open_codec(const std::string& name, const VideoOptions& options, bool global_header) {
  const AVCodec* encoder = avcodec_find_encoder_by_name(name.c_str());
  if (encoder == nullptr) return nullptr;
  Owned<AVCodecContext> codec(avcodec_alloc_context3(encoder));
  if (!codec) return nullptr;
  codec->width = even(options.width);
  codec->height = even(options.height);
  codec->time_base = {options.frame_base, options.frames_per_second};
  codec->framerate = {options.frames_per_second, options.frame_base};
  // A second: what a killed run loses at most, beside the look-ahead.
  codec->gop_size = std::max(options.frames_per_second / options.frame_base, 1);
  const bool rgb = encoder->id == AV_CODEC_ID_GIF;
  codec->pix_fmt = rgb ? AV_PIX_FMT_RGB8 : AV_PIX_FMT_YUV420P;
  codec->color_range = AVCOL_RANGE_MPEG;
  codec->colorspace = AVCOL_SPC_BT709;
  codec->color_primaries = AVCOL_PRI_BT709;
  codec->color_trc = AVCOL_TRC_BT709;
  codec->chroma_sample_location = AVCHROMA_LOC_LEFT;
  codec->sample_aspect_ratio = {1, 1};
  codec->thread_count = options.effort == Effort::live ? 1 : 0;
  if (global_header) codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  choose_quality(*codec, name, options.effort);
  if (avcodec_open2(codec.get(), encoder, nullptr) < 0) return nullptr;
  return codec;
}

Owned<SwsContext> make_converter(const AVCodecContext& codec) {
  if (codec.pix_fmt == AV_PIX_FMT_RGB8) {
    return Owned<SwsContext>(sws_getContext(codec.width, codec.height, AV_PIX_FMT_RGB24, codec.width,
                                            codec.height, codec.pix_fmt, SWS_BICUBIC | SWS_ERROR_DIFFUSION,
                                            nullptr, nullptr, nullptr));
  }
  Owned<SwsContext> scaler(
      sws_getContext(codec.width, codec.height, AV_PIX_FMT_RGB24, codec.width, codec.height, codec.pix_fmt,
                     SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP, nullptr, nullptr, nullptr));
  if (!scaler) return nullptr;
  // swscale's default is BT.601. Full-range RGB in, limited-range BT.709 out; brightness 0, contrast and
  // saturation 1 in its 16.16 fixed point.
  constexpr int one = 1 << 16;
  const int* bt709 = sws_getCoefficients(SWS_CS_ITU709);
  if (sws_setColorspaceDetails(scaler.get(), bt709, 1, bt709, 0, 0, one, one) < 0) return nullptr;
  return scaler;
}

Owned<AVFrame> make_frame(const AVCodecContext& codec) {
  Owned<AVFrame> frame = padded_frame(codec.pix_fmt, codec.width, codec.height);
  if (!frame) return nullptr;
  frame->color_range = codec.color_range;
  frame->colorspace = codec.colorspace;
  frame->color_primaries = codec.color_primaries;
  frame->color_trc = codec.color_trc;
  return frame;
}

}  // namespace

std::unique_ptr<LibavEncoder> LibavEncoder::first_of(const std::vector<std::string>& names,
                                                     const VideoOptions& options, bool global_header) {
  quieten_libav();
  for (const std::string& name : names) {
    std::unique_ptr<LibavEncoder> made(new LibavEncoder);
    made->codec_ = open_codec(name, options, global_header);
    if (!made->codec_) continue;
    made->converter_ = make_converter(*made->codec_);
    made->frame_ = make_frame(*made->codec_);
    made->rgb_ = padded_frame(AV_PIX_FMT_RGB24, made->codec_->width, made->codec_->height);
    made->packet_.reset(av_packet_alloc());
    if (made->converter_ && made->frame_ && made->rgb_ && made->packet_) return made;
  }
  return nullptr;
}

int LibavEncoder::convert(const image::Rgb8& picture) {
  if (const int code = av_frame_make_writable(frame_.get()); code < 0) return code;
  const std::size_t row_bytes = std::size_t{3} * static_cast<std::size_t>(picture.width);
  for (int y = 0; y < codec_->height; ++y) {
    const std::uint8_t* from =
        picture.pixels.data() + row_bytes * static_cast<std::size_t>(std::min(y, picture.height - 1));
    std::uint8_t* to = rgb_->data[0] + std::ptrdiff_t{rgb_->linesize[0]} * y;
    std::memcpy(to, from, row_bytes);
    if (picture.width != codec_->width) std::memcpy(to + row_bytes, from + row_bytes - 3, 3);
  }
  return sws_scale(converter_.get(), rgb_->data, rgb_->linesize, 0, codec_->height, frame_->data,
                   frame_->linesize);
}

int LibavEncoder::encode(const image::Rgb8& picture, std::int64_t index, const Sink& sink) {
  if (const int code = convert(picture); code < 0) return code;
  return repeat(index, sink);
}

int LibavEncoder::repeat(std::int64_t index, const Sink& sink) {
  frame_->pts = index;
  if (const int code = avcodec_send_frame(codec_.get(), frame_.get()); code < 0) return code;
  return drain(sink);
}

int LibavEncoder::flush(const Sink& sink) {
  const int code = avcodec_send_frame(codec_.get(), nullptr);
  if (code < 0 && code != AVERROR_EOF) return code;
  return drain(sink);
}

int LibavEncoder::drain(const Sink& sink) {
  while (true) {
    const int code = avcodec_receive_packet(codec_.get(), packet_.get());
    if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return 0;
    if (code < 0) return code;
    if (packet_->duration == 0) packet_->duration = 1;
    const int sent = sink(*packet_);
    av_packet_unref(packet_.get());
    if (sent < 0) return sent;
  }
}

std::string LibavEncoder::label() const {
  const std::string name = codec_->codec->name;
  switch (codec_->codec_id) {
    case AV_CODEC_ID_H264:
      return "H.264 (" + name + ")";
    case AV_CODEC_ID_MPEG4:
      return "MPEG-4 (" + name + ")";
    case AV_CODEC_ID_VP9:
      return "VP9 (" + name + ")";
    case AV_CODEC_ID_GIF:
      return "GIF";
    case AV_CODEC_ID_VP8:
      return "VP8 (" + name + ")";
    default:
      return name;
  }
}

}  // namespace birddream::record
