#include "ui/recording_watch.h"

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace birddream::ui {

using record::RecorderState;

void RecordingWatch::look(double now_seconds) {
  now_ = now_seconds;
  // The recorder finishes on its own thread; its end is said once.
  const record::RecorderStatus status = desk_.saver.recorder().status();
  if (status.state == state_) return;
  if (status.state == RecorderState::failed) {
    desk_.toasts.warn(status.message);
    log::warn(status.message);  // a window that follows a tour has nobody to read it
  }
  if (status.state == RecorderState::idle && !status.result.empty()) {
    const std::string dropped =
        status.dropped > 0 ? " (" + std::to_string(status.dropped) + " pictures dropped)" : "";
    desk_.toasts.say("Saved " + status.result.string() + dropped);
  }
  if (status.state == RecorderState::recording) {
    since_ = now_;
    screens_ = 0;
  }
  state_ = status.state;
}

bool RecordingWatch::is_under_way() const {
  return state_ == RecorderState::recording || state_ == RecorderState::finishing;
}

std::vector<image::PlanarView> RecordingWatch::unrecorded(std::size_t most) {
  engine::KeptPictures kept = engine_.take_pictures(desk_.recordings, most);
  std::vector<image::PlanarView> pictures;
  for (const image::PlanarView& picture : kept.pictures) {
    auto on_host = to_host_(picture);
    if (on_host) {
      pictures.push_back(std::move(on_host).value());
    } else {
      ++kept.lost;
    }
  }
  if (kept.lost > 0) desk_.saver.recorder().count_lost(kept.lost);
  return pictures;
}

void RecordingWatch::bring_pictures() {
  record::Recorder& recorder = desk_.saver.recorder();
  if (desk_.records_window) return;
  // One that failed takes none any more, whether the engine knows of it already or not.
  if (recorder.status().state != RecorderState::recording) return engine_.end_pictures(desk_.recordings);
  const std::size_t room = recorder.room();
  if (room == 0) return;
  for (image::PlanarView& picture : unrecorded(room)) recorder.offer(std::move(picture));
}

int RecordingWatch::screens_due() const {
  if (!desk_.records_window || state_ != RecorderState::recording) return 0;
  const int rate = desk_.settings.record.frames_per_second;
  const auto wanted = static_cast<std::int64_t>((now_ - since_) * rate) + 1;
  return static_cast<int>(std::clamp<std::int64_t>(wanted - screens_, 0, rate));
}

void RecordingWatch::take_screen(const image::Rgb8& screen) {
  // Where the encoder is behind, what is still due comes with the next frame: the window does not wait for
  // it, and the video keeps its time.
  record::Recorder& recorder = desk_.saver.recorder();
  for (int due = screens_due(); due > 0 && recorder.room() > 0; --due) {
    if (recorder.offer(screen)) ++screens_;
  }
}

std::optional<Result<std::filesystem::path>> RecordingWatch::end() {
  record::Recorder& recorder = desk_.saver.recorder();
  const RecorderState state = recorder.status().state;
  if (state == RecorderState::recording) toggle_recording(desk_);
  if (state != RecorderState::recording && state != RecorderState::finishing) return {};
  return recorder.stop();
}

}  // namespace birddream::ui
