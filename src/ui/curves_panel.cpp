#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "base/formatted.h"
#include "ui/curve_plot.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/training_axis.h"

namespace birddream::ui {
namespace {

/// The class's share among those a step has noted; below the fifth nobody has noted it, and it is next to
/// none.
float share_of(const std::vector<dream::Score>& scores, int class_index) {
  const auto found = std::ranges::find(scores, class_index, &dream::Score::class_index);
  return found == scores.end() ? 0 : found->probability;
}

std::string class_name(const Desk& desk, int index) {
  const bool known = index >= 0 && index < static_cast<int>(desk.series.classes.size());
  return known ? desk.series.classes[static_cast<std::size_t>(index)].name : "?";
}

/// The wanted species and the others of the top 5 as they are now, back through the dream; and the wanted one
/// as the second opinion has it.
Curves seen_curves(const Desk& desk) {
  Curves curves{
      "Seen", "How sure the network was of the five birds it names now, step after step.", "", {}, {}, 1.0,
      true};
  const auto& frame = desk.model.frame;
  if (!frame) return curves;
  const auto wanted = desk.classes.find(species_of(desk.model.params));
  const int species = wanted ? *wanted : -1;
  const auto add = [&](int index, const ImVec4& colour) {
    curves.lines.push_back(
        {class_name(desk, index),
         [index](const engine::LoggedStep& logged) { return share_of(logged.report.top, index); }, colour});
  };
  for (const dream::Score& score : frame->report.top) {
    if (score.class_index != species) add(score.class_index, palette().text_faint);
  }
  if (species >= 0) {
    add(species, palette().accent);
    curves.value = formatted("%.0f %%", 100 * static_cast<double>(share_of(frame->report.top, species)));
  }
  if (species >= 0 && desk.model.second) {
    curves.lines.push_back(
        {class_name(desk, species) + ", by " + checkpoint::title_of(desk.series, *desk.model.second),
         [species](const engine::LoggedStep& logged) { return share_of(logged.second, species); },
         palette().text});
  }
  return curves;
}

/// The five that another checkpoint names now, back through the dream.
Curves second_curves(const Desk& desk) {
  Curves curves{
      "Seen by " + checkpoint::title_of(desk.series, *desk.model.second),
      "How sure the checkpoint that is asked for a second opinion was of the five birds it names now.",
      "",
      {},
      {},
      1.0,
      true};
  const auto wanted = desk.classes.find(species_of(desk.model.params));
  for (const dream::Score& score : desk.model.frame->second) {
    const int index = score.class_index;
    curves.lines.push_back(
        {class_name(desk, index),
         [index](const engine::LoggedStep& logged) { return share_of(logged.second, index); },
         wanted && *wanted == index ? palette().accent : palette().text_faint});
  }
  return curves;
}

/// The species whose weights the features point to now, back through the dream.
Curves nearest_curves(const Desk& desk) {
  Curves curves{
      "Nearest species",
      "How closely the picture's features pointed the way of the species they are nearest to now: the "
      "cosine, 1 is the same way.",
      "",
      {},
      {},
      1.0,
      true};
  const auto wanted = desk.classes.find(species_of(desk.model.params));
  for (const dream::Similar& like : desk.model.frame->nearest) {
    const int index = like.class_index;
    curves.lines.push_back({class_name(desk, index),
                            [index](const engine::LoggedStep& logged) {
                              const auto found =
                                  std::ranges::find(logged.nearest, index, &dream::Similar::class_index);
                              return found == logged.nearest.end() ? std::nanf("") : found->cosine;
                            },
                            wanted && *wanted == index ? palette().accent : palette().text_faint});
  }
  return curves;
}

// From the 10th to the 90th of a hundred photographs: 400 of the bird photos the networks learnt from, at 128
// px (bench/photo_slope.py).
constexpr Band photographs{-3.21, -2.02};

std::string newest(const Steps& history, const Getter& get) {
  return history.empty() ? "" : formatted("%.4g", static_cast<double>(get(history.back())));
}

/// Under each other where the panel is tall, beside each other where it is wide: the steps lie alike in each.
void draw_all(Desk& desk, const std::vector<Curves>& all) {
  Model& model = desk.model;
  const int before = std::exchange(model.step_pointed_at, -1);
  const float em = ImGui::GetFontSize();
  const auto count = static_cast<float>(all.size());
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const bool wide = room.x > 1.5F * room.y;
  const float title = 2.6F * em;
  const float height = wide ? std::max(room.y - 1.6F * em, 3.0F * em)
                            : std::clamp(room.y / count - title, 4.0F * em, 15.0F * em);
  if (wide && !ImGui::BeginTable("##curves", static_cast<int>(all.size()), ImGuiTableFlags_SizingStretchSame))
    return;
  for (const Curves& curves : all) {
    if (wide) ImGui::TableNextColumn();
    const auto under = draw_curves(curves, model.history.steps(), height, model.params.steps, before);
    if (under) model.step_pointed_at = *under;
    if (!wide) ImGui::Dummy({0, 0.4F * em});
  }
  if (wide) ImGui::EndTable();
}

}  // namespace

void draw_curves_panel(Desk& desk) {
  const Steps& history = desk.model.history.steps();
  const auto measured = [&](const char* title, const char* meaning, const Getter& get, const ImVec4& colour) {
    return Curves{title, meaning, newest(history, get), {{title, get, colour}}};
  };
  Curves slope = measured(
      "Spectrum slope",
      "How fast detail fades from coarse to fine. The band is where photographs of birds lie: above it the "
      "dream is grainier than any photo, below it blurred.",
      [](const engine::LoggedStep& l) { return l.report.spectrum_slope; }, palette().text_quiet);
  slope.band = photographs;
  std::vector<Curves> all = {
      measured(
          "Objective", "What the dream climbs: the weighted sum of the objectives, before each step.",
          [](const engine::LoggedStep& l) { return l.report.objective; }, palette().accent),
      measured(
          "Gradient norm", "How strongly the objective still pulls at the picture.",
          [](const engine::LoggedStep& l) { return l.report.gradient_norm; }, palette().text_quiet),
      seen_curves(desk), slope};
  if (desk.model.second && desk.model.frame) all.push_back(second_curves(desk));
  if (desk.model.nearest && desk.model.frame) all.push_back(nearest_curves(desk));
  draw_all(desk, all);
}

}  // namespace birddream::ui
