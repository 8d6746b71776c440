#include "record/video_source.h"

extern "C" {
#include <libavutil/display.h>
}

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <utility>

#include "base/text.h"
#include "image/limits.h"
#include "image/orient.h"
#include "record/libav_handles.h"

namespace birddream::record {
namespace {

namespace fs = std::filesystem;

constexpr int most_side = 8192;
constexpr double fastest = 240;

struct InputDelete {
  void operator()(AVFormatContext* format) const { avformat_close_input(&format); }
};
using Input = std::unique_ptr<AVFormatContext, InputDelete>;

Error refuse(const fs::path& file, const std::string& why) {
  return Error{file.string() + ": " + why};
}

/// Quarter turns clockwise that make the stream upright.
int quarter_turns(const AVStream& stream) {
  const std::uint8_t* matrix = nullptr;
#if LIBAVFORMAT_VERSION_MAJOR >= 61
  const AVPacketSideData* side = av_packet_side_data_get(
      stream.codecpar->coded_side_data, stream.codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
  if (side != nullptr) matrix = side->data;
#else
  matrix = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr);
#endif
  if (matrix == nullptr) return 0;
  const double degrees = av_display_rotation_get(reinterpret_cast<const std::int32_t*>(matrix));
  if (!std::isfinite(degrees)) return 0;
  return ((static_cast<int>(std::lround(-degrees / 90)) % 4) + 4) % 4;
}

image::Rgb8 turned(image::Rgb8 picture, int quarters) {
  constexpr std::array exif = {1, 6, 3, 8};  // upright, then a quarter turn clockwise more each
  return image::upright(std::move(picture), exif[static_cast<std::size_t>(quarters)]);
}

FrameRate rate_of(AVFormatContext& format, AVStream& stream) {
  const AVRational guessed = av_guess_frame_rate(&format, &stream, nullptr);
  if (guessed.num <= 0 || guessed.den <= 0) return {};
  const double per_second = av_q2d(guessed);
  if (per_second < 1 || per_second > fastest) return {};
  return {guessed.num, guessed.den};
}

class LibavSource final : public VideoSource {
 public:
  static Result<std::unique_ptr<VideoSource>> open(const fs::path& file);
  const VideoFacts& facts() const override { return facts_; }
  Result<std::optional<image::Rgb8>> next() override;

 private:
  explicit LibavSource(fs::path file) : file_(std::move(file)) {}
  Status begin();
  void tell_facts();
  /// The next decoded frame in frame_; false at the end.
  Result<bool> decode();
  Result<image::Rgb8> converted();
  double seconds_of(const AVFrame& frame) const;

  fs::path file_;
  Input format_;
  AVStream* stream_ = nullptr;
  Owned<AVCodecContext> codec_;
  Owned<AVPacket> packet_{av_packet_alloc()};
  Owned<AVFrame> frame_{av_frame_alloc()};
  Owned<SwsContext> converter_;
  Owned<AVFrame> rgb_;  // frame_ as it is shown
  VideoFacts facts_;
  int turns_ = 0;
  int width_ = 0, height_ = 0;  // as stored, with square pixels
  bool drained_ = false;
  double first_seconds_ = 0;
  std::int64_t decoded_ = 0;  // frames
  std::int64_t given_ = 0;
  // What is shown now, and the one that follows it with the time at which it does.
  std::optional<image::Rgb8> shown_, following_;
  double follows_at_ = 0;
  bool ended_ = false;
};

Status LibavSource::begin() {
  AVFormatContext* raw = nullptr;
  AVDictionary* options = nullptr;
  av_dict_set(&options, "protocol_whitelist", "file", 0);
  const int opened = avformat_open_input(&raw, ("file:" + file_.string()).c_str(), nullptr, &options);
  av_dict_free(&options);
  if (opened < 0) return refuse(file_, "this is no video that can be read (" + libav_error(opened) + ").");
  format_.reset(raw);
  if (avformat_find_stream_info(raw, nullptr) < 0) return refuse(file_, "this video is damaged.");
  const AVCodec* decoder = nullptr;
  const int index = av_find_best_stream(raw, AVMEDIA_TYPE_VIDEO, -1, -1, &decoder, 0);
  if (index < 0 || decoder == nullptr)
    return refuse(file_, "there is no video in it that this libav can decode.");
  stream_ = raw->streams[index];
  codec_.reset(avcodec_alloc_context3(decoder));
  if (!codec_ || avcodec_parameters_to_context(codec_.get(), stream_->codecpar) < 0)
    return refuse(file_, "this video is damaged.");
  if (const int code = avcodec_open2(codec_.get(), decoder, nullptr); code < 0)
    return refuse(file_, "this video cannot be decoded (" + libav_error(code) + ").");
  tell_facts();
  if (width_ < 1 || height_ < 1 || width_ > most_side || height_ > most_side)
    return refuse(file_, "a video of " + std::to_string(width_) + "x" + std::to_string(height_) +
                             " pixels cannot be taken; each side goes up to " + std::to_string(most_side) +
                             ".");
  return {};
}

void LibavSource::tell_facts() {
  const AVRational aspect = av_guess_sample_aspect_ratio(format_.get(), stream_, nullptr);
  const double stretch = aspect.num > 0 && aspect.den > 0 ? av_q2d(aspect) : 1;
  width_ = static_cast<int>(std::lround(std::clamp(stretch, 0.1, 10.0) * stream_->codecpar->width));
  height_ = stream_->codecpar->height;
  turns_ = quarter_turns(*stream_);
  facts_.width = turns_ % 2 == 0 ? width_ : height_;
  facts_.height = turns_ % 2 == 0 ? height_ : width_;
  facts_.rate = rate_of(*format_, *stream_);
  const double seconds = stream_->duration > 0
                             ? static_cast<double>(stream_->duration) * av_q2d(stream_->time_base)
                         : format_->duration > 0 ? static_cast<double>(format_->duration) / AV_TIME_BASE
                                                 : 0;
  const double frames = seconds * facts_.rate.per_second();
  facts_.frames = frames < 1e9 ? static_cast<int>(std::lround(frames)) : 0;
  const int sound = av_find_best_stream(format_.get(), AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
  if (sound < 0) return;
  const AVCodecID codec = format_->streams[sound]->codecpar->codec_id;
  facts_.sound = avcodec_get_name(codec);
  const AVOutputFormat* mp4 = av_guess_format("mp4", nullptr, nullptr);
  facts_.mp4_takes_sound = mp4 == nullptr || avformat_query_codec(mp4, codec, FF_COMPLIANCE_NORMAL) == 1;
}

Result<bool> LibavSource::decode() {
  while (true) {
    const int received = avcodec_receive_frame(codec_.get(), frame_.get());
    if (received >= 0) return true;
    if (received == AVERROR_EOF || drained_) return false;
    const int read = av_read_frame(format_.get(), packet_.get());
    if (read < 0) {
      drained_ = true;
      if (read != AVERROR_EOF && decoded_ == 0)
        return refuse(file_, "it cannot be read (" + libav_error(read) + ").");
      avcodec_send_packet(codec_.get(), nullptr);
      continue;
    }
    // A packet that makes no sense is passed over, as players do.
    if (packet_->stream_index == stream_->index) avcodec_send_packet(codec_.get(), packet_.get());
    av_packet_unref(packet_.get());
  }
}

double LibavSource::seconds_of(const AVFrame& frame) const {
  const std::int64_t at = frame.best_effort_timestamp;
  if (at == AV_NOPTS_VALUE) return first_seconds_ + static_cast<double>(decoded_) / facts_.rate.per_second();
  return static_cast<double>(at) * av_q2d(stream_->time_base);
}

Result<image::Rgb8> LibavSource::converted() {
  const AVFrame& frame = *frame_;
  if (frame.width > most_side || frame.height > most_side)
    return refuse(file_, "its pictures grow too large on the way.");
  converter_.reset(sws_getCachedContext(
      converter_.release(), frame.width, frame.height, static_cast<AVPixelFormat>(frame.format), width_,
      height_, AV_PIX_FMT_RGB24, SWS_BICUBIC | SWS_ACCURATE_RND, nullptr, nullptr, nullptr));
  if (!converter_) return refuse(file_, "its pictures are of a kind that cannot be shown.");
  constexpr int one = 1 << 16;  // libswscale's 16.16 fixed point
  constexpr int high_definition = 720;
  const bool named = frame.colorspace != AVCOL_SPC_UNSPECIFIED && frame.colorspace != AVCOL_SPC_RGB;
  const int matrix = named                             ? static_cast<int>(frame.colorspace)
                     : frame.height >= high_definition ? SWS_CS_ITU709
                                                       : SWS_CS_ITU601;
  const int* to = sws_getCoefficients(SWS_CS_DEFAULT);
  // Not for RGB formats, where it does nothing.
  sws_setColorspaceDetails(converter_.get(), sws_getCoefficients(matrix),
                           frame.color_range == AVCOL_RANGE_JPEG ? 1 : 0, to, 1, 0, one, one);
  if (!rgb_) rgb_ = padded_frame(AV_PIX_FMT_RGB24, width_, height_);
  if (!rgb_) return refuse(file_, "there is not enough memory for its pictures.");
  sws_scale(converter_.get(), frame.data, frame.linesize, 0, frame.height, rgb_->data, rgb_->linesize);
  image::Rgb8 picture(width_, height_);
  const std::size_t row_bytes = std::size_t{3} * static_cast<std::size_t>(width_);
  for (int y = 0; y < height_; ++y)
    std::memcpy(picture.pixels.data() + row_bytes * static_cast<std::size_t>(y),
                rgb_->data[0] + std::ptrdiff_t{rgb_->linesize[0]} * y, row_bytes);
  return turned(std::move(picture), turns_);
}

Result<std::optional<image::Rgb8>> LibavSource::next() {
  const double at = static_cast<double>(given_) / facts_.rate.per_second();
  const double slack = 0.5 / facts_.rate.per_second();
  while (!ended_ && (!shown_ || follows_at_ <= at + slack)) {
    if (following_) shown_ = std::exchange(following_, std::nullopt);
    const auto more = decode();
    if (!more) return more.error();
    if (!*more) {
      ended_ = true;
      break;
    }
    const double seconds = seconds_of(*frame_);
    if (decoded_ == 0) first_seconds_ = seconds;
    auto picture = converted();
    if (!picture) return picture.error();
    ++decoded_;
    follows_at_ = seconds - first_seconds_;
    following_ = std::move(picture).value();
    if (!shown_) shown_ = std::exchange(following_, std::nullopt);
  }
  if (ended_ && following_ && follows_at_ <= at + slack) shown_ = std::exchange(following_, std::nullopt);
  if (!shown_ && decoded_ == 0) return refuse(file_, "there is no picture in it.");
  // Past the last picture there is nothing more.
  if (ended_ && !following_ && at > follows_at_ + slack) return std::optional<image::Rgb8>();
  ++given_;
  return shown_;
}

Result<std::unique_ptr<VideoSource>> LibavSource::open(const fs::path& file) {
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored)) return refuse(file, "there is no such file.");
  av_log_set_level(AV_LOG_QUIET);
  std::unique_ptr<LibavSource> source(new LibavSource(file));
  if (const Status begun = source->begin(); !begun) return begun.error();
  return std::unique_ptr<VideoSource>(std::move(source));
}

}  // namespace

Result<std::unique_ptr<VideoSource>> VideoSource::open(const fs::path& file) {
  return LibavSource::open(file);
}

bool is_video_name(const fs::path& file) {
  constexpr std::array<std::string_view, 12> endings = {".mp4", ".mov",  ".m4v", ".mkv", ".webm", ".avi",
                                                        ".gif", ".mpeg", ".mpg", ".ts",  ".3gp",  ".ogv"};
  return std::ranges::find(endings, to_lower(file.extension().string())) != endings.end();
}

}  // namespace birddream::record
