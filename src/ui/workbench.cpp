#include "ui/workbench.h"

#include <imgui.h>

#include <algorithm>
#include <utility>

#include "base/paths.h"
#include "record/part_file.h"
#include "ui/actions.h"
#include "ui/layout.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/training_axis.h"
#include "ui/wishes.h"

namespace birddream::ui {
namespace {

constexpr double settle_seconds = 0.7;  // ImGui's slowest reaction to a resting pointer, and some

bool hand_at_work() {
  const ImGuiIO& io = ImGui::GetIO();
  const bool moved = io.MouseDelta.x != 0 || io.MouseDelta.y != 0 || io.MouseWheel != 0;
  return moved || ImGui::IsAnyMouseDown() || io.WantTextInput;
}

/// What an earlier run left half-written.
void rescue_recordings(Desk& desk, const std::filesystem::path& folder) {
  desk.background.run(
      [&desk, folder]() -> Background::Then {
        return [&desk, rescued = record::rescue_parts(folder)] {
          for (const auto& file : rescued)
            desk.toasts.say("A recording was cut short. What there is plays: " + file.string());
        };
      },
      folder.string());
}

}  // namespace

Result<std::unique_ptr<Workbench>> Workbench::create(engine::Engine& engine, const gl::UploadPath& path,
                                                     Settings settings, float content_scale) {
  auto picture = PicturePanel::create(path);
  if (!picture) return picture.error();
  std::unique_ptr<Workbench> workbench(
      new Workbench(engine, path, std::move(picture).value(), std::move(settings), content_scale));
  workbench->desk_.upload_why = path.why;
  if (const Status loaded = load_fonts(fonts_dir()); !loaded)
    workbench->desk_.toasts.warn(loaded.error().message);
  workbench->adapt_look();  // before the first frame, whose font size the layout is made of
  if (const auto folder = workbench->desk_.saver.folder()) rescue_recordings(workbench->desk_, *folder);
  return workbench;
}

Workbench::Workbench(engine::Engine& engine, const gl::UploadPath& path,
                     std::unique_ptr<PicturePanel> picture, Settings settings, float content_scale)
    : engine_(engine),
      desk_(engine.series(), std::move(settings)),
      picture_(std::move(picture)),
      gallery_(desk_.settings.gallery_folder),
      school_(desk_.settings.program, desk_.settings.device),
      film_(desk_.settings.program, desk_.settings.device),
      to_host_(path),
      recording_(engine_, desk_, to_host_),
      closing_(desk_, recording_, school_, film_) {
  desk_.content_scale = content_scale;
  choose_known_species(desk_.series, desk_.model.params);
  desk_.timeline = [this] { return engine_.timeline(); };
  desk_.unrecorded = [this] { return recording_.rest(); };
  desk_.picture = [this] { return picture_->on_cpu(desk_.model.frame.get()); };
}

/// What the engine, processes and the background have to say.
void Workbench::follow(double now_seconds) {
  now_ = now_seconds;
  if (!desk_.closing) {
    if (auto series = school_.look(now_, desk_.background)) take_series(std::move(*series));
  }
  take_news();
  // After the news, so that what a file changes is not taken for what a frame on its way was asked for.
  desk_.background.finish();
  watch_film();
  forget_series();
  filmstrip_.look(desk_);
  recording_.bring_pictures();
}

void Workbench::go_on_unseen(double now_seconds) {
  follow(now_seconds);
  recording_.look(now_);
  submit_changes();
}

void Workbench::draw(double now_seconds) {
  follow(now_seconds);
  if (hand_at_work()) last_input_ = now_;
  adapt_look();
  const ImGuiIO& io = ImGui::GetIO();
  desk_.window_width = static_cast<int>(io.DisplaySize.x * io.DisplayFramebufferScale.x);
  desk_.window_height = static_cast<int>(io.DisplaySize.y * io.DisplayFramebufferScale.y);
  desk_.frames_per_second = is_lively() ? ImGui::GetIO().Framerate : 0;
  handle_keys(desk_);
  draw_windows();
  recording_.look(now_);
  closing_.draw(now_);
  desk_.toasts.draw(now_);
  desk_.editing = ImGui::IsAnyItemActive();
  submit_changes();
  desk_.history.observe(desk_.recipe(), desk_.editing);
}

std::optional<Result<std::filesystem::path>> Workbench::end() {
  desk_.closing = true;
  if (!left_a_disk()) desk_.background.wait();
  return recording_.end();
}

// The watched training's own series, or one that it has just begun.
void Workbench::take_series(checkpoint::Series series) {
  const auto same_file = [](const auto& a, const auto& b) {
    return a.file == b.file && a.metrics == b.metrics;
  };
  const bool known = series.folder == desk_.series.folder &&
                     std::ranges::equal(series.checkpoints, desk_.series.checkpoints, same_file);
  if (known) return;
  // Who opened another series meanwhile stays there.
  const bool elsewhere = school_.was_followed() && series.folder != desk_.series.folder;
  if (!elsewhere) {
    school_.note_followed();
    return change_series(desk_, std::move(series));
  }
  const std::size_t count = series.checkpoints.size();
  if (std::exchange(checkpoints_elsewhere_, count) != count)
    desk_.toasts.say("The training has a new checkpoint. To see it, drop " + series.folder.string());
}

// What the engine says of a series is only drawn beside that series.
bool Workbench::is_of_this_series(std::uint64_t generation) const {
  return series_begun_ == desk_.series_begun && generation >= series_since_;
}

void Workbench::forget_series() {
  if (series_begun_ == desk_.series_begun) return;
  filmstrip_.forget();
  static_cast<void>(picture_->show_other(nullptr));
}

// The frame first: it says which series and which dream the rest is of.
void Workbench::take_news() {
  take_frame();
  take_steps();
  take_beside();
}

void Workbench::take_beside() {
  Model& model = desk_.model;
  const auto beside = engine_.take_side_frame();
  if (!beside || !is_of_this_series(beside->generation)) return;
  model.beside = beside;
  if (const Status shown = filmstrip_.show(*beside, to_host_); !shown)
    desk_.toasts.warn(shown.error().message);
  if (const Status shown = picture_->show_other(other_tile(model)); !shown)
    desk_.toasts.warn(shown.error().message);
  if (const Status kept = gallery_.take(*beside, to_host_, desk_.background); !kept)
    desk_.toasts.warn(kept.error().message);
}

void Workbench::take_frame() {
  Model& model = desk_.model;
  const auto frame = engine_.take_frame();
  if (!frame || !is_of_this_series(frame->generation)) return;
  const bool new_dream = !model.frame || frame->dream != model.frame->dream;
  if (frame->other_weights && (new_dream || !model.frame->other_weights))
    desk_.toasts.warn("On its way it was dreamt with other weights than these: what grows is a sibling.");
  if (!new_dream) advance_training(model, desk_.series, frame->report.step - model.frame->report.step);
  if (frame->phase == engine::Phase::failed) model.training_plays = false;
  model.frame = frame;
  desk_.statistics.shows(*frame);
  model.info = frame->info ? *frame->info : engine_.info();
  while (submitted_.size() > 1 && submitted_.front().request.generation < frame->generation)
    submitted_.pop_front();
  if (!submitted_.empty() && submitted_.front().request.generation == frame->generation)
    desk_.shown = {engine::params_in_force(submitted_.front().request), submitted_.front().steered};
  check_restored();
  if (frame->picture.empty()) return;
  if (const Status shown = picture_->show(*frame); !shown) desk_.toasts.warn(shown.error().message);
}

// Whoever restores a moment must know when it will not be quite the same.
void Workbench::check_restored() {
  const auto& frame = desk_.model.frame;
  const bool there = frame->generation >= generation() && frame->checkpoint == desk_.model.checkpoint &&
                     frame->phase != engine::Phase::loading;
  if (!desk_.restored) return;
  // What was told is of the moment in the file, not of what the user made of it on the way there.
  const bool steered =
      desk_.model.restarts != desk_.restored->restarts ||
      (desk_.model.replay && desk_.model.checkpoint != desk_.model.replay->changes.back().checkpoint);
  if (steered) desk_.restored.reset();
  if (!desk_.restored || !there) return;
  const Restored restored = *std::exchange(desk_.restored, std::nullopt);
  const engine::EngineInfo& info = desk_.model.info;
  if (!restored.fingerprint.empty() && restored.fingerprint != info.fingerprint) {
    desk_.toasts.warn("It was dreamt with other weights (fingerprint " + restored.fingerprint +
                      ", these have " + info.fingerprint + "): what grows is a sibling.");
  } else if (frame->other_precision) {
    desk_.toasts.warn("It was dreamt in '" + restored.precision +
                      "', which is not to be had here, and rounds differently: what grows is a sibling.");
  }
  if (!restored.photos.empty()) desk_.toasts.warn(restored.photos);
}

void Workbench::take_steps() {
  auto& history = desk_.model.history;
  const auto& frame = desk_.model.frame;
  std::vector<engine::LoggedStep> steps = engine_.take_steps();
  if (!frame) return;
  if (!history.empty() && history.back().dream < frame->dream) history.clear();
  for (engine::LoggedStep& logged : steps) {
    if (logged.dream < frame->dream) continue;
    if (!history.empty() && history.back().dream != logged.dream) history.clear();
    history.add(std::move(logged));
  }
}

void Workbench::adapt_look() {
  const bool dark = desk_.settings.dark;
  const float scale = scale_of(desk_);
  if (look_set_ && dark == look_dark_ && scale == look_scale_) return;
  apply_theme(dark, scale);
  look_set_ = true;
  look_dark_ = dark;
  look_scale_ = scale;
}

void Workbench::submit_changes() {
  Model& model = desk_.model;
  if (choose_known_layers(model))
    desk_.toasts.warn("This network has other layers: the dream is of " + usual_layer(model.info) + ".");
  const engine::Request* before = submitted_.empty() ? nullptr : &submitted_.back().request;
  // A typed or dragged seed, or another start image, begins a new dream by itself.
  const bool adopts = before != nullptr && model.adoptions != before->adoptions;
  if (before != nullptr && !adopts && model.restarts == before->restarts &&
      changes_start(before->params, ready(model.params)))
    restart(model);
  // Of the weights whose fingerprint the gallery's pictures are kept under, not of those on their way.
  // While the weights change by themselves no small dream would come to its end.
  const bool gallery =
      model.show_gallery && !model.training_plays && model.frame && model.frame->checkpoint.from >= 0;
  engine::Request request =
      wishes_of(desk_, gallery ? gallery_.wishes(model.frame->checkpoint) : std::vector<engine::SideWish>());
  if (before != nullptr && same_wishes(*before, request)) return;
  const bool anew = before == nullptr || request.restarts != before->restarts;
  const bool steered =
      !anew && (submitted_.back().steered || request.params != before->params ||
                request.checkpoint != before->checkpoint || request.endless != before->endless);
  request.generation = engine_.submit(request);
  if (series_begun_ != desk_.series_begun) {
    series_begun_ = desk_.series_begun;
    series_since_ = request.generation;
  }
  if (!anew && (request.params != before->params || request.checkpoint != before->checkpoint))
    desk_.statistics.changed(request.generation);
  submitted_.push_back({std::move(request), steered});
}

void Workbench::watch_film() {
  film_.look(now_, desk_.background);
  if (!std::exchange(film_ran_, film_.is_running()) || film_.is_running()) return;
  if (film_.state() == FilmJob::State::failed) return desk_.toasts.warn(film_.said());
  desk_.toasts.say(film_.said());
}

bool Workbench::is_lively() const {
  const auto& frame = desk_.model.frame;
  const bool dreaming = !frame || frame->phase == engine::Phase::running ||
                        frame->phase == engine::Phase::loading || frame->generation < generation();
  const bool blinking = desk_.model.compare.on && desk_.model.compare.view == CompareView::blink;
  const bool at_work = desk_.background.busy() || film_.is_running();
  return dreaming || desk_.closing || recording_.is_under_way() || blinking || at_work ||
         desk_.toasts.visible() || now_ - last_input_ < settle_seconds;
}

Settings Workbench::settings() const {
  const Model& model = desk_.model;
  Settings settings = desk_.settings;
  settings.params = model.params;
  settings.precision = model.precision;
  settings.preset = model.preset;
  settings.smooth = model.view.filter == gl::Filter::smooth;
  settings.display_mode = static_cast<int>(model.view.mode);
  settings.wipe = model.view.wipe;
  settings.birds_only = model.birds_only;
  return settings;
}

}  // namespace birddream::ui
