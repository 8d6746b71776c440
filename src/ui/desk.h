#pragma once

#include "checkpoint/series.h"
#include "image/rgb8.h"
#include "ui/history.h"
#include "ui/model.h"
#include "ui/saver.h"
#include "ui/settings.h"
#include "ui/toasts.h"

namespace birddream::ui {

/// What panels and actions may touch, in one place. Owned by Workbench; window thread.
struct Desk {
  explicit Desk(const checkpoint::Series& the_series, Settings the_settings);

  const checkpoint::Series& series;
  Settings settings;
  Model model;
  History history;
  Toasts toasts;
  Saver saver;
  bool editing = false;       ///< a widget is being dragged or typed in, this frame
  bool steered = false;       ///< parameters changed since the dream began
  bool reset_layout = false;  ///< wanted by an action, done at the next frame's start
  bool focus_search = false;
  float frames_per_second = 0;  ///< of the window
  const char* upload_why = "";  ///< how pictures reach the screen, and why
};

void snapshot(Desk& desk);
void toggle_recording(Desk& desk);
void save_session(Desk& desk);
/// Files dropped on the window or named by the user: a recipe is restored, another picture becomes the start
/// photo.
void open_file(Desk& desk, const std::filesystem::path& file);

}  // namespace birddream::ui
