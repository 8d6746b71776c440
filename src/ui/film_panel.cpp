#include <imgui.h>

#include <algorithm>

#include "base/formatted.h"
#include "ui/film_job.h"
#include "ui/panels.h"
#include "ui/param_widget.h"
#include "ui/saver.h"
#include "ui/slider.h"
#include "ui/theme.h"
#include "ui/time_text.h"
#include "ui/widgets.h"
#include "ui/wishes.h"

namespace birddream::ui {
namespace {

std::string facts_text(const record::VideoFacts& facts) {
  std::string text = formatted("%d \xc3\x97 %d", facts.width, facts.height) + between_facts +
                     formatted("%.4g frames/s", facts.rate.per_second());
  if (facts.frames > 0) text += between_facts + formatted("%d pictures", facts.frames);
  return text + between_facts + (facts.sound.empty() ? "silent" : "sound: " + facts.sound);
}

void start(Desk& desk, FilmJob& job) {
  Model& model = desk.model;
  // What the sliders say now, not the way here.
  job.expect(model.film);
  record::Session recipe = Saver::session_of(model, desk.series);
  recipe.changes.back().params = ready(std::move(recipe.changes.back().params));
  desk.background.run([&desk, &job, form = model.film, recipe = std::move(recipe),
                       series = desk.series]() -> Background::Then {
    const auto output = desk.saver.free_path(form.file.stem().string() + "-dream",
                                             form.facts.mp4_takes_sound ? ".mp4" : ".mkv");
    const auto prepared =
        output ? FilmJob::prepare(form, recipe, series, *output) : Result<FilmJob::Prepared>(output.error());
    return [&desk, &job, prepared] {
      if (const Status begun = job.begin(prepared); !begun) desk.toasts.warn(begun.error().message);
    };
  });
}

void draw_form(Desk& desk, FilmJob& job) {
  FilmForm& form = desk.model.film;
  const FilmForm usual;
  if (form.file.empty()) {
    note(
        "Drop a video on the window, and every picture of it is dreamt upon with your recipe. What one dream "
        "adds is carried over into the next, and the sound stays.");
    ImGui::Spacing();
    if (ImGui::Button("Choose a video ...")) desk.model.show_open = true;
    return;
  }
  {
    const TypeScope strong(Type::strong);
    ImGui::TextUnformatted(squeezed(form.file.filename().string(), ImGui::GetContentRegionAvail().x).c_str());
  }
  explain(form.file.string());
  note(facts_text(form.facts).c_str());
  ImGui::Spacing();
  row_label("Steps each");
  thin_slider("##film_steps", form.steps, 1, 100, "%d", {"", false, true});
  form.steps = std::clamp(form.steps, 1, 1000);
  back_on_right_click(form.steps, usual.steps);
  explain("Gradient steps of each picture: more of the dream, and more time.",
          formatted("Shift drags finely. Right-click: %d again.", usual.steps));
  row_label("Carried over");
  thin_slider("##film_carry", form.carry, 0, 1, "%.2f", {});
  form.carry = std::clamp(form.carry, 0.0F, 1.0F);
  back_on_right_click(form.carry, usual.carry);
  explain(
      "How much of what one picture's dream added is in the next from the start.",
      formatted("0 flickers, 1 never forgets. Right-click: %.2g again.", static_cast<double>(usual.carry)));
  row_label("Longer side");
  thin_slider("##film_side", form.side, 64, 1024, "%d", {"px", false, true});
  form.side = std::clamp(form.side, 64, 1024);
  back_on_right_click(form.side, usual.side);
  explain("Of the pictures that are dreamt; the film keeps its shape.",
          formatted("Right-click: %d px again.", usual.side));
  ImGui::Spacing();
  if (ImGui::Button("Dream it")) start(desk, job);
  ImGui::SameLine();
  if (ImGui::Button("Another video ...")) desk.model.show_open = true;
  note("With the recipe and the checkpoint as they are now. The dream in the window goes on.");
}

void draw_progress(FilmJob& job) {
  const float width = ImGui::GetContentRegionAvail().x;
  if (!job.newest().empty()) {
    const float height = width * static_cast<float>(job.newest().height()) /
                         static_cast<float>(std::max(job.newest().width(), 1));
    ImGui::Image(static_cast<ImTextureID>(job.newest().id()), {width, height});
  }
  std::string text = job.done() == 0 ? "Reading the network"
                                     : formatted("%d", job.done()) +
                                           (job.total() > 0 ? formatted(" of %d pictures", job.total())
                                                            : std::string(" pictures"));
  if (job.seconds_left() >= 0) text += between_facts + time_text(job.seconds_left()) + " to go";
  const float share =
      job.total() > 0
          ? std::clamp(static_cast<float>(job.done()) / static_cast<float>(job.total()), 0.0F, 1.0F)
          : 0.0F;
  if (cancellable(share, text, "What is dreamt so far is kept as a shorter video.")) job.cancel();
}

void draw_end(const FilmJob& job) {
  const bool failed = job.state() == FilmJob::State::failed;
  ImGui::PushTextWrapPos(0);
  ImGui::TextColored(failed ? palette().warning : palette().text, "%s", job.said().c_str());
  ImGui::PopTextWrapPos();
  ImGui::Spacing();
}

}  // namespace

void draw_film(Desk& desk, FilmJob& job) {
  Model& model = desk.model;
  if (!model.show_film) return;
  const float em = ImGui::GetFontSize();
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos({viewport->WorkPos.x + em, viewport->WorkPos.y + viewport->WorkSize.y - 5 * em},
                          ImGuiCond_Appearing, {0, 1});
  ImGui::SetNextWindowSize({std::min(26 * em, 0.9F * viewport->WorkSize.x), 0}, ImGuiCond_Always);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2{em, 0.8F * em});
  const bool open = ImGui::Begin("Video", &model.show_film,
                                 ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoDocking |
                                     ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings);
  ImGui::PopStyleVar();
  if (open) {
    if (job.is_running()) {
      draw_progress(job);
    } else {
      if (job.state() != FilmJob::State::idle) draw_end(job);
      draw_form(desk, job);
    }
    keep_in_sight();
  }
  ImGui::End();
}

}  // namespace birddream::ui
