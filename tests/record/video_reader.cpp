#include "record/video_reader.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace birddream::record {
namespace {

std::uint8_t byte_of(double value) {
  return static_cast<std::uint8_t>(std::clamp(std::lround(value * 255.0), 0L, 255L));
}

// ITU-R BT.709-6, 8 bit, limited range: Y 16..235, Cb and Cr 16..240 around 128.
image::Rgb8 to_rgb(const AVFrame& frame) {
  image::Rgb8 picture(frame.width, frame.height);
  for (int y = 0; y < frame.height; ++y) {
    for (int x = 0; x < frame.width; ++x) {
      const double luma = (frame.data[0][y * frame.linesize[0] + x] - 16) / 219.0;
      const double blue = (frame.data[1][y / 2 * frame.linesize[1] + x / 2] - 128) / 224.0;
      const double red = (frame.data[2][y / 2 * frame.linesize[2] + x / 2] - 128) / 224.0;
      std::uint8_t* pixel = picture.at(x, y);
      pixel[0] = byte_of(luma + 1.5748 * red);
      pixel[1] = byte_of(luma - 0.1873 * blue - 0.4681 * red);
      pixel[2] = byte_of(luma + 1.8556 * blue);
    }
  }
  return picture;
}

}  // namespace

DecodedVideo decode(const std::filesystem::path& file) {
  DecodedVideo video;
  AVFormatContext* raw = nullptr;
  if (avformat_open_input(&raw, file.c_str(), nullptr, nullptr) < 0) return video;
  const auto close = [](AVFormatContext* format) { avformat_close_input(&format); };
  const std::unique_ptr<AVFormatContext, decltype(close)> format(raw, close);
  if (avformat_find_stream_info(raw, nullptr) < 0 || raw->nb_streams != 1) return video;
  const AVStream& stream = *raw->streams[0];
  const AVCodec* decoder = avcodec_find_decoder(stream.codecpar->codec_id);
  const auto free_codec = [](AVCodecContext* codec) { avcodec_free_context(&codec); };
  const std::unique_ptr<AVCodecContext, decltype(free_codec)> codec(avcodec_alloc_context3(decoder),
                                                                    free_codec);
  avcodec_parameters_to_context(codec.get(), stream.codecpar);
  if (avcodec_open2(codec.get(), decoder, nullptr) < 0) return video;
  video.opened = true;
  video.codec = avcodec_get_name(stream.codecpar->codec_id);
  video.width = stream.codecpar->width;
  video.height = stream.codecpar->height;
  video.frames_per_second = av_q2d(stream.avg_frame_rate);
  video.matrix = stream.codecpar->color_space;
  video.range = stream.codecpar->color_range;

  AVPacket* packet = av_packet_alloc();
  AVFrame* frame = av_frame_alloc();
  const auto drain = [&] {
    while (avcodec_receive_frame(codec.get(), frame) >= 0) {
      ++video.frames;
      if (frame->format == AV_PIX_FMT_YUV420P) video.pictures.push_back(to_rgb(*frame));
    }
  };
  while (av_read_frame(raw, packet) >= 0) {
    avcodec_send_packet(codec.get(), packet);
    av_packet_unref(packet);
    drain();
  }
  avcodec_send_packet(codec.get(), nullptr);
  drain();
  av_packet_free(&packet);
  av_frame_free(&frame);
  return video;
}

}  // namespace birddream::record
