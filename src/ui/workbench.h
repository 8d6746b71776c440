#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "engine/engine.h"
#include "ui/desk.h"
#include "ui/picture_panel.h"

namespace birddream::ui {

/// The whole interface. Between ImGui::NewFrame and ImGui::Render, on the window's thread, with its GL
/// context current: takes the engine's newest frame, draws every panel, submits a request when something
/// changed. The only place of the interface that talks to the engine, which must outlive it.
class Workbench {
 public:
  /// ImGui's and ImPlot's contexts must exist; fonts and theme are set here. `path` must outlive it. Error:
  /// shaders.
  static Result<std::unique_ptr<Workbench>> create(engine::Engine& engine, const gl::UploadPath& path,
                                                   Settings settings, float content_scale);

  void draw(double now_seconds);

  /// Files dropped on the window.
  void dropped(const std::vector<std::filesystem::path>& files);
  bool wants_quit() const { return desk_.model.quit; }
  /// Whether the next frame would look different without any input: a dream or a recording goes on, a message
  /// is shown.
  bool is_lively() const;
  /// What to remember, with the window's part left to the caller.
  Settings settings() const;
  Desk& desk() { return desk_; }

 private:
  Workbench(engine::Engine& engine, std::unique_ptr<PicturePanel> picture, Settings settings,
            float content_scale);
  void take_news();
  void adapt_look();
  void draw_windows();
  void submit_changes();

  engine::Engine& engine_;
  Desk desk_;
  std::unique_ptr<PicturePanel> picture_;
  float content_scale_;
  engine::Request submitted_;
  bool submitted_any_ = false;
  bool look_set_ = false;
  bool look_dark_ = true;
  float look_scale_ = 1;
  record::RecorderState recording_ = record::RecorderState::idle;
};

}  // namespace birddream::ui
