#pragma once

#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "engine/engine.h"
#include "ui/closing.h"
#include "ui/desk.h"
#include "ui/film_job.h"
#include "ui/filmstrip_panel.h"
#include "ui/gallery.h"
#include "ui/open_file.h"
#include "ui/open_window.h"
#include "ui/picture_panel.h"
#include "ui/recording_watch.h"
#include "ui/school.h"

namespace birddream::ui {

/// The whole interface. Between ImGui::NewFrame and ImGui::Render, on the window's thread, with its GL
/// context current: takes the engine's newest frame, draws every panel, submits a request when something
/// changed. The only place of the interface that talks to the engine, which must outlive it.
class Workbench {
 public:
  /// ImGui's and ImPlot's contexts must exist; fonts and theme are set here. `path` must outlive it.
  /// `content_scale`: of the screen, used while the user chose none. Error: shaders.
  static Result<std::unique_ptr<Workbench>> create(engine::Engine& engine, const gl::UploadPath& path,
                                                   Settings settings, float content_scale);

  /// `now_seconds`: any clock that goes on.
  void draw(double now_seconds);

  /// In place of draw() while nobody can see the window: what goes on without being looked at goes on, as
  /// recordings do.
  void go_on_unseen(double now_seconds);

  /// Follows a training that writes its series into that folder.
  void watch(const std::filesystem::path& folder) { school_.watch(folder); }

  /// Files dropped on the window.
  void dropped(const std::vector<std::filesystem::path>& files) { open_files(desk_, files); }
  /// What is recorded of the dream and of the window. draw() looks after the dream's pictures; after it the
  /// window's are the caller's.
  RecordingWatch& recording() { return recording_; }

  bool wants_quit() const { return desk_.model.quit; }
  /// The window is to end: what is under way is ended in order. It is drawn until has_closed().
  void close() { closing_.begin(); }
  bool has_closed() { return closing_.is_over(); }
  /// It has closed without waiting for a disk: work in the background may still be under way, and must not
  /// lose the workbench it works for.
  bool left_a_disk() const { return closing_.left_a_disk(); }
  /// The same where nothing is drawn any more: waits for what is written, unless a disk was left, and for the
  /// recording under way. Where that stands, or why there is none; nothing where none was under way.
  std::optional<Result<std::filesystem::path>> end();
  /// Whether the next frame would look different without any input: a dream or a recording goes on, a message
  /// is shown, a hand was here a moment ago (tooltips come late). Else the window may sleep.
  bool is_lively() const;
  /// What to remember, with the window's part left to the caller.
  Settings settings() const;
  /// Of the last request; a frame of this generation or later obeys it.
  std::uint64_t generation() const { return submitted_.empty() ? 0 : submitted_.back().request.generation; }
  Desk& desk() { return desk_; }

 private:
  /// A request on its way, kept until a frame of a later one is shown.
  struct Submitted {
    engine::Request request;
    bool steered = false;
  };

  Workbench(engine::Engine& engine, const gl::UploadPath& path, std::unique_ptr<PicturePanel> picture,
            Settings settings, float content_scale);
  void follow(double now_seconds);
  void take_series(checkpoint::Series series);
  void forget_series();
  bool is_of_this_series(std::uint64_t generation) const;
  void take_news();
  void take_frame();
  void take_beside();
  void take_steps();
  void check_restored();
  void adapt_look();
  void draw_windows();
  void draw_docked();
  void watch_film();
  void submit_changes();

  engine::Engine& engine_;
  Desk desk_;
  std::unique_ptr<PicturePanel> picture_;
  FilmstripPanel filmstrip_;
  bool film_open_ = false;  ///< the filmstrip was drawn in the last frame
  Gallery gallery_;
  School school_;
  FilmJob film_;
  bool film_ran_ = false;  ///< in the last frame
  gl::HostCopy to_host_;
  RecordingWatch recording_;
  OpenWindow open_;
  Closing closing_;
  std::deque<Submitted> submitted_;
  std::size_t checkpoints_elsewhere_ = 0;  ///< of the watched training, while another series is looked at
  std::uint64_t series_begun_ = 0;         ///< Desk::series_begun of the last request
  std::uint64_t series_since_ = 0;         ///< generation of the first request under it; what is older counts
                                           ///< another series' checkpoints and classes
  bool look_set_ = false;
  bool look_dark_ = true;
  float look_scale_ = 1;
  double now_ = 0;
  double last_input_ = -1e9;
};

}  // namespace birddream::ui
