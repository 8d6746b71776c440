#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "gl/host_copy.h"
#include "image/planar_view.h"
#include "image/rgb8.h"
#include "record/recorder.h"
#include "ui/desk.h"

namespace birddream::ui {

/// Brings what is recorded, the dream's pictures or the window's, to the recorder, and tells how the
/// recording ended. It never waits for the encoder: the dream does. Window thread; engine, desk and copy must
/// outlive it.
class RecordingWatch {
 public:
  RecordingWatch(engine::Engine& engine, Desk& desk, gl::HostCopy& to_host)
      : engine_(engine), desk_(desk), to_host_(to_host) {}

  /// Once a frame: a recording that began since the last one begins to count, one that ended is told.
  void look(double now_seconds);
  bool is_under_way() const;

  /// The dream's new pictures, from the engine to the recorder, as many as there is room for.
  void bring_pictures();
  /// What the dream has made for the recording and the recorder has not seen yet.
  std::vector<image::PlanarView> unrecorded(std::size_t most);

  /// What a recording is to be given as it is stopped: the dream's pictures; of the window, what is still due
  /// of the screen seen last.
  std::vector<image::PlanarView> rest();

  /// How many frames of the window a recording of it is short of, where there is room for one: the video
  /// keeps the window's own time. Then the picture of it, once; for what was missed stands the one before.
  std::int64_t screens_due() const;
  void take_screen(const image::Rgb8& screen);

  /// Ends the recording under way; it is written in the background.
  void request_end();
  /// The same, and waits until it is written. Where it stands, or why there is none;
  /// nothing when none was under way.
  std::optional<Result<std::filesystem::path>> end();

 private:
  std::int64_t screens_behind() const;

  engine::Engine& engine_;
  Desk& desk_;
  gl::HostCopy& to_host_;
  record::RecorderState state_ = record::RecorderState::idle;  ///< at the last look
  double now_ = 0;
  double since_ = 0;
  std::int64_t screens_ = 0;  ///< offered to the recording of the window
};

}  // namespace birddream::ui
