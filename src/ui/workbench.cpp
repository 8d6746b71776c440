#include "ui/workbench.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>

#include "base/paths.h"
#include "ui/actions.h"
#include "ui/layout.h"
#include "ui/panels.h"
#include "ui/theme.h"

namespace birddream::ui {
namespace {

constexpr std::size_t history_limit = 200000;

// A first start dreams of a bird that this network dreams well.
void choose_first_species(Desk& desk) {
  const std::string& remembered = species_of(desk.model.params);
  if (!remembered.empty() && checkpoint::find_class(desk.series, remembered)) return;
  for (recipe::Target& target : desk.model.params.targets) {
    if (target.kind > recipe::ObjectiveKind::probability) continue;
    const auto flamingo = checkpoint::find_class(desk.series, "flamingo");
    target.species = desk.series.classes[flamingo ? static_cast<std::size_t>(*flamingo) : 0].name;
  }
}

void draw_window(const char* name, void (*draw)(Desk&), Desk& desk, ImGuiWindowFlags flags = 0) {
  if (ImGui::Begin(name, nullptr, flags | ImGuiWindowFlags_NoCollapse)) draw(desk);
  ImGui::End();
}

}  // namespace

Result<std::unique_ptr<Workbench>> Workbench::create(engine::Engine& engine, const gl::UploadPath& path,
                                                     Settings settings, float content_scale) {
  auto pass = gl::DisplayPass::create(shaders_dir());
  if (!pass) return pass.error();
  auto picture = std::make_unique<PicturePanel>(path, std::move(pass).value());
  std::unique_ptr<Workbench> workbench(
      new Workbench(engine, std::move(picture), std::move(settings), content_scale));
  workbench->desk_.upload_why = path.why.c_str();
  if (const Status loaded = load_fonts(fonts_dir()); !loaded)
    workbench->desk_.toasts.warn(loaded.error().message);
  return workbench;
}

Workbench::Workbench(engine::Engine& engine, std::unique_ptr<PicturePanel> picture, Settings settings,
                     float content_scale)
    : engine_(engine),
      desk_(engine.series(), std::move(settings)),
      picture_(std::move(picture)),
      content_scale_(content_scale) {
  choose_first_species(desk_);
}

void Workbench::take_news() {
  auto frame = engine_.take_frame();
  for (engine::LoggedStep& logged : engine_.take_steps()) {
    auto& history = desk_.model.history;
    if (!history.empty() && history.back().dream != logged.dream) history.clear();
    if (history.size() < history_limit) history.push_back(std::move(logged));
  }
  if (!frame) return;
  Model& model = desk_.model;
  if (!model.frame || frame->dream != model.frame->dream) {
    desk_.steered = false;
    if (frame->report.step == 0) model.history.clear();
  }
  const bool same_picture = model.frame && model.frame->picture.data == frame->picture.data;
  model.frame = frame;
  model.info = engine_.info();
  if (frame->picture.empty()) return;
  if (const Status shown = picture_->show(*frame); !shown) desk_.toasts.warn(shown.error().message);
  if (!same_picture && desk_.saver.recorder().status().state == record::RecorderState::recording)
    desk_.saver.recorder().offer(frame->picture);
}

void Workbench::adapt_look() {
  Settings& settings = desk_.settings;
  if (settings.scale <= 0) settings.scale = std::clamp(content_scale_, 1.0F, 3.0F);
  if (look_set_ && settings.dark == look_dark_ && settings.scale == look_scale_) return;
  apply_theme(settings.dark, settings.scale);
  look_set_ = true;
  look_dark_ = settings.dark;
  look_scale_ = settings.scale;
}

void Workbench::draw(double now_seconds) {
  take_news();
  adapt_look();
  desk_.frames_per_second = ImGui::GetIO().Framerate;
  handle_keys(desk_);
  draw_windows();

  // The recorder finishes on its own thread; its end is said once.
  const record::RecorderStatus recording = desk_.saver.recorder().status();
  if (recording.state != recording_) {
    if (recording.state == record::RecorderState::failed) desk_.toasts.warn(recording.message);
    if (recording.state == record::RecorderState::idle && !recording.result.empty())
      desk_.toasts.say("Saved " + recording.result.string());
    recording_ = recording.state;
  }
  desk_.toasts.draw(now_seconds);
  desk_.editing = ImGui::IsAnyItemActive();
  submit_changes();
  desk_.history.observe(desk_.model.params, desk_.editing);
}

void Workbench::draw_windows() {
  draw_menu_bar(desk_);
  const float bar = ImGui::GetFrameHeight() + 1.5F * ImGui::GetStyle().WindowPadding.y;
  if (ImGui::BeginViewportSideBar("##transport", ImGui::GetMainViewport(), ImGuiDir_Down, bar,
                                  ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoSavedSettings)) {
    draw_transport_bar(desk_);
  }
  ImGui::End();
  draw_dock_space(desk_.reset_layout);
  desk_.reset_layout = false;

  constexpr ImGuiWindowFlags fixed = ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  if (ImGui::Begin(window::picture, nullptr, fixed | ImGuiWindowFlags_NoCollapse)) picture_->draw(desk_);
  ImGui::End();
  if (!desk_.model.picture_only) {
    draw_window(window::species, draw_species_panel, desk_, fixed);
    draw_window(window::recipe, draw_recipe_panel, desk_);
    draw_window(window::objective, draw_objective_panel, desk_);
    draw_window(window::checkpoint, draw_checkpoint_panel, desk_, fixed);
    draw_window(window::sees, draw_sees_panel, desk_);
    draw_window(window::curves, draw_curves_panel, desk_);
  }
  draw_keys_window(desk_);
  draw_palette(desk_);
}

void Workbench::submit_changes() {
  Model& model = desk_.model;
  const int last = static_cast<int>(desk_.series.checkpoints.size()) - 1;
  model.checkpoint = std::clamp(model.checkpoint, 0, last);
  const bool restarts_differ = !submitted_any_ || model.restarts != submitted_.restarts;
  // A typed or dragged seed, or another start image, begins a new dream by itself.
  if (submitted_any_ && !restarts_differ && changes_start(submitted_.params, model.params)) restart(model);
  engine::Request request;
  request.params = model.params;
  request.checkpoint = model.checkpoint;
  request.run = model.run;
  request.restarts = model.restarts;
  request.single_steps = model.single_steps;
  const bool same = submitted_any_ && request.params == submitted_.params &&
                    request.checkpoint == submitted_.checkpoint && request.run == submitted_.run &&
                    request.restarts == submitted_.restarts &&
                    request.single_steps == submitted_.single_steps;
  if (same) return;
  if (submitted_any_ && request.restarts == submitted_.restarts &&
      (request.params != submitted_.params || request.checkpoint != submitted_.checkpoint))
    desk_.steered = true;
  submitted_ = request;
  submitted_any_ = true;
  engine_.submit(std::move(request));
}

void Workbench::dropped(const std::vector<std::filesystem::path>& files) {
  if (!files.empty()) open_file(desk_, files.front());
}

bool Workbench::is_lively() const {
  const auto& frame = desk_.model.frame;
  const bool dreaming =
      !frame || frame->phase == engine::Phase::running || frame->phase == engine::Phase::loading;
  return dreaming || desk_.toasts.visible() || recording_ != record::RecorderState::idle;
}

Settings Workbench::settings() const {
  Settings settings = desk_.settings;
  settings.params = desk_.model.params;
  settings.preset = desk_.model.preset;
  settings.smooth = desk_.model.view.filter == gl::Filter::smooth;
  settings.display_mode = static_cast<int>(desk_.model.view.mode);
  return settings;
}

}  // namespace birddream::ui
