#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/background.h"
#include "checkpoint/class_index.h"
#include "checkpoint/series.h"
#include "image/planar_view.h"
#include "ui/history.h"
#include "ui/layout.h"
#include "ui/model.h"
#include "ui/saver.h"
#include "ui/settings.h"
#include "ui/statistics.h"
#include "ui/toasts.h"

namespace birddream::ui {

/// What panels and actions may touch, in one place. Owned by Workbench; window thread.
struct Desk {
  explicit Desk(checkpoint::Series the_series, Settings the_settings);

  checkpoint::Series series;       ///< changed by change_series() alone
  checkpoint::ClassIndex classes;  ///< of that series
  std::uint64_t series_begun = 0;  ///< counts series that took another's place, rather than went on
  /// What the engine is to use; null: what it began with.
  std::shared_ptr<const checkpoint::Series> series_for_engine;
  Settings settings;
  Model model;
  History history;
  Toasts toasts;
  Saver saver;
  Statistics statistics;
  bool editing = false;                ///< a widget is being dragged or typed in, this frame
  std::optional<Arrangement> arrange;  ///< wanted by an action, done at the next frame's start
  bool closing = false;                ///< the window ends as soon as nothing is under way any more
  std::vector<std::string> layouts;    ///< of the user's own, as they were when their menu was opened
  bool focus_search = false;           ///< wanted by an action: the cursor into the species search
  float frames_per_second = 0;         ///< of the window; 0 while it rests
  float content_scale = 1;             ///< what the screen says
  int window_width = 0;                ///< of the framebuffer, px
  int window_height = 0;
  std::uint64_t recordings = 0;  ///< begun so far
  bool recording_begins =
      false;               ///< its encoder is being opened: pictures are kept, and cannot be brought yet
  RecordOptions recorded;  ///< what the recording begun last was begun with
  std::string upload_why;  ///< how pictures reach the screen, and why

  /// What undo would come back to. While the training plays, the place and what playing switched on are as
  /// they were when it began: what it passes by itself is one change, made when it ends.
  Recipe recipe() const;

  /// Brought back and not yet compared with the weights under the dream.
  std::optional<Restored> restored;
  Making shown;  ///< what the picture on the screen was made from
  /// How the dream was steered so far.
  std::function<engine::Timeline()> timeline;
  /// What the dream has made for the recording under way and the recorder has not seen yet.
  std::function<std::vector<image::PlanarView>()> unrecorded;
  /// The shown picture in CPU memory, wherever the dream keeps it; empty when there is none.
  std::function<image::PlanarView()> picture;
  /// What would hold up the window: reading and writing files. Last, so that it ends first.
  Background background;
};

/// The display scale in force: the user's, else the screen's.
float scale_of(const Desk& desk);

/// Goes to another recipe as undo does: a new dream only where the start differs, for A and for B. Two that
/// have only changed places change them back, with all they have dreamt. The training no longer plays.
void adopt(Desk& desk, const Recipe& recipe);
/// One step back or forward through what was changed; what is under way, a drag or the training playing, is a
/// change too. Nothing where there is none.
void undo(Desk& desk);
void redo(Desk& desk);
bool can_undo(const Desk& desk);
/// The preset's values; a new dream only where the start differs.
void reset_params(Desk& desk);

/// Another series under the window. One that extends the old one leaves the dream alone, but for a slider
/// that stands at its lane's last checkpoint: it follows. Else a dream begins anew, of a species that this
/// one knows, and whatever the old one's numbers of checkpoints and classes are in is forgotten: the frame on
/// the screen, the dreams beside it, what could be undone.
void change_series(Desk& desk, checkpoint::Series series);
/// A class objective names a species of the series; a first start one that it dreams well. Checkpoints that
/// the series does not have look on no longer.
void choose_known_species(const checkpoint::Series& series, recipe::DreamParams& params);

void snapshot(Desk& desk);
/// A recording begins with the picture as it is: the engine keeps what is dreamt while the encoder and its
/// file are opened in the background. Or the one under way is ended.
void toggle_recording(Desk& desk);
/// One is under way and takes pictures.
bool is_recording(const Desk& desk);
void save_session(Desk& desk);
/// A picture that `make` makes, beside the snapshots; an Error is said. All of it in the background.
void save_picture(Desk& desk, std::function<Result<image::Rgb8>()> make, const std::string& ending);
/// What the sliders say becomes a preset of the user's own, as soon as its file is there.
void save_as_preset(Desk& desk, const std::string& title);
/// Takes a preset of the user's own away, as soon as its file is; what the sliders say stays.
void remove_own_preset(Desk& desk, const std::string& name);
bool is_favourite(const Desk& desk, const std::string& species);
void toggle_favourite(Desk& desk, const std::string& species);

}  // namespace birddream::ui
