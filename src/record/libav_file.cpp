#include "record/libav_file.h"

#include <utility>

#include "base/atomic_file.h"
#include "base/formatted.h"

namespace birddream::record {
namespace {

namespace fs = std::filesystem;

// libav wraps errno values; its own codes are far beyond them.
std::string reason_of(const fs::path& file, int code) {
  constexpr int largest_errno = 4095;
  if (-code <= largest_errno) return file_error(file, "to write", AVUNERROR(code)).message;
  return file.string() + ": the video cannot be written: " + libav_error(code) + ".";
}

}  // namespace

MuxerTraits muxer_traits(const Container& container) {
  const AVOutputFormat* format = av_guess_format(std::string(container.muxer).c_str(), nullptr, nullptr);
  if (format == nullptr) return {};
  return {true, (format->flags & AVFMT_GLOBALHEADER) != 0};
}

LibavFile::LibavFile(fs::path file, PartLock lock, std::unique_ptr<LibavEncoder> encoder,
                     VideoOptions options)
    : file_(std::move(file)),
      temporary_(part_name(file_)),
      lock_(std::move(lock)),
      encoder_(std::move(encoder)),
      options_(std::move(options)) {}

Result<std::unique_ptr<VideoWriter>> LibavFile::open(const fs::path& file, const Container& container,
                                                     std::unique_ptr<LibavEncoder> encoder,
                                                     const VideoOptions& options) {
  // First: what another one writes is not this one's to remove.
  auto lock = PartLock::create(part_name(file), file);
  if (!lock) return lock.error();
  std::unique_ptr<LibavFile> video(new LibavFile(file, std::move(lock).value(), std::move(encoder), options));
  if (const int code = video->begin(container); code < 0) {
    video->format_.reset();
    return Error{reason_of(file, code)};
  }
  return std::unique_ptr<VideoWriter>(std::move(video));
}

int LibavFile::begin(const Container& container) {
  AVFormatContext* raw = nullptr;
  // "file:" keeps libav from reading a protocol into a name with a colon.
  const std::string url = "file:" + temporary_.string();
  if (const int code =
          avformat_alloc_output_context2(&raw, nullptr, std::string(container.muxer).c_str(), url.c_str());
      code < 0) {
    return code;
  }
  format_.reset(raw);
  AVStream* stream = avformat_new_stream(raw, nullptr);
  if (stream == nullptr) return AVERROR(ENOMEM);
  const AVCodecContext& codec = encoder_->context();
  if (const int code = avcodec_parameters_from_context(stream->codecpar, &codec); code < 0) return code;
  stream->time_base = codec.time_base;
  stream->avg_frame_rate = codec.framerate;
  if (!options_.sound.empty()) add_sound();
  raw->flags |= AVFMT_FLAG_FLUSH_PACKETS | AVFMT_FLAG_BITEXACT;
  if (const int code = avio_open(&raw->pb, url.c_str(), AVIO_FLAG_WRITE); code < 0) return code;
  AVDictionary* options = nullptr;
  // A fragment at each key frame, each complete in itself.
  if (container.muxer == "mp4")
    av_dict_set(&options, "movflags", "frag_keyframe+empty_moov+default_base_moof", 0);
  const int code = avformat_write_header(raw, &options);
  av_dict_free(&options);
  return code;
}

void LibavFile::add_sound() {
  sound_ = SoundTrack::open(options_.sound);
  if (!sound_) {
    sound_says_ = ", without sound";
    return;
  }
  const std::string codec = sound_->codec_name();
  if (sound_->add_to(*format_)) {
    sound_says_ = ", sound as it was (" + codec + ")";
  } else {
    sound_.reset();
    sound_says_ = ", without sound: " + codec + " does not go into " + file_.extension().string() +
                  " files, but into .mkv";
  }
}

LibavFile::~LibavFile() {
  format_.reset();  // closes the file first
  if (state_ != State::open) return;
  std::error_code ignored;
  fs::remove(temporary_, ignored);
}

Status LibavFile::add(const image::Rgb8& picture, int times) {
  if (state_ == State::failed) return Error{failure_};
  if (state_ == State::finished) return Error{file_.string() + " is finished; begin a new video for more."};
  if (picture.width != options_.width || picture.height != options_.height) {
    return Error{"A picture of " + std::to_string(picture.width) + "x" + std::to_string(picture.height) +
                 " does not fit the video " + file_.string() + " of " + std::to_string(options_.width) + "x" +
                 std::to_string(options_.height) + "."};
  }
  const LibavEncoder::Sink sink = [this](AVPacket& packet) { return write(packet); };
  for (int i = 0; i < times; ++i, ++pictures_) {
    const int code = i == 0 ? encoder_->encode(picture, pictures_, sink) : encoder_->repeat(pictures_, sink);
    if (code < 0) return fail(code);
  }
  return {};
}

int LibavFile::write(AVPacket& packet) {
  if (sound_) {
    const double seconds = static_cast<double>(packet.pts) * av_q2d(encoder_->context().time_base);
    if (const int code = sound_->write_up_to(*format_, seconds); code < 0) return code;
  }
  packet.stream_index = 0;
  av_packet_rescale_ts(&packet, encoder_->context().time_base, format_->streams[0]->time_base);
  return av_interleaved_write_frame(format_.get(), &packet);
}

Status LibavFile::finish() {
  if (state_ == State::failed) return Error{failure_};
  if (state_ == State::finished) return {};
  if (pictures_ == 0) return Error{"No picture was recorded, so " + file_.string() + " was not written."};
  if (const int code = encoder_->flush([this](AVPacket& packet) { return write(packet); }); code < 0)
    return fail(code);
  if (sound_) {
    const double end = static_cast<double>(pictures_) * options_.frame_base / options_.frames_per_second;
    if (const int code = sound_->write_up_to(*format_, end); code < 0) return fail(code);
  }
  if (const int code = av_write_trailer(format_.get()); code < 0) return fail(code);
  if (const int code = avio_closep(&format_->pb); code < 0) return fail(code);
  std::error_code problem;
  fs::rename(temporary_, file_, problem);
  if (problem) {
    state_ = State::failed;
    failure_ = "The video is complete but could not be renamed to " + file_.string() + " (" +
               problem.message() + "); it stands at " + temporary_.string() + ".";
    return Error{failure_};
  }
  state_ = State::finished;
  return {};
}

// Keeps what was written: with fragments it plays up to there. Under its own name, so that the next recording
// does not begin on top of it.
Status LibavFile::fail(int code) {
  state_ = State::failed;
  format_.reset();
  const fs::path kept = keep_part(temporary_);
  failure_ = reason_of(file_, code);
  if (!kept.empty())
    failure_ += " Of " + std::to_string(pictures_) + " pictures all but the last second or two stand at " +
                kept.string() + ".";
  return Error{failure_};
}

std::string LibavFile::description() const {
  const double rate = static_cast<double>(options_.frames_per_second) / options_.frame_base;
  return encoder_->label() + formatted(", %.4g frames/s", rate) + sound_says_;
}

}  // namespace birddream::record
