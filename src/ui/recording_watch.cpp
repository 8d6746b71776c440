#include "ui/recording_watch.h"

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace birddream::ui {

using record::RecorderState;

void RecordingWatch::look(double now_seconds) {
  now_ = now_seconds;
  if (desk_.recording_begins) return;
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
    if (desk_.closing) log::info("saved the recording " + status.result.string() + dropped);
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
  if (desk_.recorded.window || desk_.recording_begins) return;
  // One that failed takes none any more, whether the engine knows of it already or not.
  if (recorder.status().state != RecorderState::recording) return engine_.end_pictures(desk_.recordings);
  // One by one: there is room for fewer large ones.
  while (recorder.room() > 0) {
    std::vector<image::PlanarView> next = unrecorded(1);
    if (next.empty()) return;
    recorder.offer(std::move(next.front()));
  }
}

std::vector<image::PlanarView> RecordingWatch::rest() {
  if (!desk_.recorded.window) return unrecorded(engine::PictureLog::most_waiting);
  if (screens_ > 0) desk_.saver.recorder().repeat(screens_behind());
  return {};
}

std::int64_t RecordingWatch::screens_behind() const {
  if (!desk_.recorded.window || state_ != RecorderState::recording) return 0;
  const double rate = desk_.recorded.frames_per_second;
  return std::max<std::int64_t>(static_cast<std::int64_t>((now_ - since_) * rate) + 1 - screens_, 0);
}

std::int64_t RecordingWatch::screens_due() const {
  return desk_.saver.recorder().room() > 0 ? screens_behind() : 0;
}

void RecordingWatch::take_screen(const image::Rgb8& screen) {
  // What was due while the encoder had no place, or the window was not drawn, looked like the screen before:
  // the window waits for nobody, and the video keeps its time.
  record::Recorder& recorder = desk_.saver.recorder();
  const std::int64_t missed = screens_due() - 1;
  if (missed < 0) return;
  const bool first = screens_ == 0;  // before it there was none to look like
  if (!first && recorder.repeat(missed)) screens_ += missed;
  if (!recorder.offer(screen)) return;
  ++screens_;
  if (first && recorder.repeat(missed)) screens_ += missed;
}

void RecordingWatch::request_end() {
  if (is_recording(desk_)) toggle_recording(desk_);
}

std::optional<Result<std::filesystem::path>> RecordingWatch::end() {
  record::Recorder& recorder = desk_.saver.recorder();
  request_end();
  // One that ended since the last look has not been told yet.
  if (!is_under_way() && recorder.status().state != RecorderState::finishing) return {};
  return recorder.stop();
}

}  // namespace birddream::ui
