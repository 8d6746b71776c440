#include "record/sound_track.h"

namespace birddream::record {

std::unique_ptr<SoundTrack> SoundTrack::open(const std::filesystem::path& file) {
  AVFormatContext* raw = nullptr;
  AVDictionary* options = nullptr;
  av_dict_set(&options, "protocol_whitelist", "file", 0);
  const int opened = avformat_open_input(&raw, ("file:" + file.string()).c_str(), nullptr, &options);
  av_dict_free(&options);
  if (opened < 0) return nullptr;
  std::unique_ptr<SoundTrack> sound(new SoundTrack);
  sound->input_.reset(raw);
  if (avformat_find_stream_info(raw, nullptr) < 0) return nullptr;
  const int index = av_find_best_stream(raw, AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
  if (index < 0) return nullptr;
  sound->from_ = raw->streams[index];
  for (unsigned i = 0; i < raw->nb_streams; ++i)
    if (static_cast<int>(i) != index) raw->streams[i]->discard = AVDISCARD_ALL;
  const int video = av_find_best_stream(raw, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  const std::int64_t first = video >= 0 ? raw->streams[video]->start_time : AV_NOPTS_VALUE;
  if (first != AV_NOPTS_VALUE)
    sound->origin_ = av_rescale_q(first, raw->streams[video]->time_base, sound->from_->time_base);
  return sound;
}

const char* SoundTrack::codec_name() const {
  return avcodec_get_name(from_->codecpar->codec_id);
}

bool SoundTrack::add_to(AVFormatContext& output) {
  if (avformat_query_codec(output.oformat, from_->codecpar->codec_id, FF_COMPLIANCE_NORMAL) != 1)
    return false;
  AVStream* stream = avformat_new_stream(&output, nullptr);
  if (stream == nullptr || avcodec_parameters_copy(stream->codecpar, from_->codecpar) < 0) return false;
  stream->codecpar->codec_tag = 0;  // the other container's own
  stream->time_base = from_->time_base;
  to_ = stream->index;
  return true;
}

bool SoundTrack::read() {
  while (!waiting_ && !ended_) {
    if (av_read_frame(input_.get(), packet_.get()) < 0) {
      ended_ = true;
    } else if (packet_->stream_index == from_->index && packet_->pts != AV_NOPTS_VALUE) {
      packet_->pts -= origin_;
      packet_->dts = packet_->dts == AV_NOPTS_VALUE ? packet_->pts : packet_->dts - origin_;
      waiting_ = packet_->pts + packet_->duration > 0;  // what was over before the first picture is left out
      if (!waiting_) av_packet_unref(packet_.get());
    } else {
      av_packet_unref(packet_.get());
    }
  }
  return waiting_;
}

int SoundTrack::write_up_to(AVFormatContext& output, double seconds) {
  while (read()) {
    if (static_cast<double>(packet_->pts) * av_q2d(from_->time_base) >= seconds) return 0;
    waiting_ = false;
    packet_->stream_index = to_;
    packet_->pos = -1;
    av_packet_rescale_ts(packet_.get(), from_->time_base, output.streams[to_]->time_base);
    const int code = av_interleaved_write_frame(&output, packet_.get());  // takes the packet over
    if (code < 0) return code;
  }
  return 0;
}

}  // namespace birddream::record
