#include <imgui.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/formatted.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/training_axis.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

std::string percent_text(float share) {
  const double percent = static_cast<double>(share) * 100;
  return percent < 0.1 ? "< 0.1 %" : formatted(percent < 10 ? "%.1f %%" : "%.0f %%", percent);
}

/// A guess of the network: what it says of it at the right, how sure it is as a thin bar below (0..1), and
/// more to read under the pointer.
struct Guess {
  int class_index;
  std::string text;
  float bar;
  std::string more;
};

// The wanted species in the accent.
void draw_guess(const std::string& name, const Guess& guess, bool wanted) {
  const float em = ImGui::GetFontSize();
  {
    const TypeScope type(wanted ? Type::strong : Type::body);
    const float room = ImGui::GetContentRegionAvail().x - 4.5F * em;
    ImGui::TextColored(wanted ? palette().text : palette().text_quiet, "%s", squeezed(name, room).c_str());
  }
  text_at_right(guess.text.c_str(), wanted ? palette().text : palette().text_quiet);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = 0.3F * em;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(at, {at.x + width, at.y + height}, packed(palette().field), height / 2);
  const float filled = std::clamp(guess.bar, 0.0F, 1.0F) * width;
  if (filled >= 1) {
    draw.AddRectFilled(at, {at.x + std::max(filled, height), at.y + height},
                       packed(wanted ? palette().accent : palette().text_faint), height / 2);
  }
  ImGui::Dummy({width, 0.5F * em});
  explain(name, guess.more);
}

void draw_guesses(const Desk& desk, const std::vector<Guess>& guesses) {
  const std::string& species = species_of(desk.model.params);
  for (const Guess& guess : guesses) {
    const bool known =
        guess.class_index >= 0 && guess.class_index < static_cast<int>(desk.series.classes.size());
    const std::string name =
        known ? desk.series.classes[static_cast<std::size_t>(guess.class_index)].name : "?";
    draw_guess(name, guess, name == species);
  }
}

void draw_scores(const Desk& desk, const std::vector<dream::Score>& scores) {
  std::vector<Guess> guesses;
  guesses.reserve(scores.size());
  // Of a second opinion the shares alone are known.
  for (const dream::Score& score : scores)
    guesses.push_back({score.class_index, percent_text(score.probability), score.probability,
                       "How sure the network is of this one; all its classes together make 100 %." +
                           (score.logit != 0 ? formatted(" Logit %.2f.", static_cast<double>(score.logit))
                                             : std::string())});
  draw_guesses(desk, guesses);
}

void draw_nearest(const Desk& desk) {
  std::vector<Guess> guesses;
  guesses.reserve(desk.model.frame->nearest.size());
  for (const dream::Similar& like : desk.model.frame->nearest)
    guesses.push_back({like.class_index, formatted("%.2f", static_cast<double>(like.cosine)), like.cosine,
                       "How closely the picture's last features point the way of this species' weights: the "
                       "cosine, 1 is the same way."});
  if (guesses.empty()) return note("This network does not tell its last features.");
  draw_guesses(desk, guesses);
}

/// A checkpoint for a second opinion, or none.
void draw_second(Desk& desk) {
  Model& model = desk.model;
  const std::string shown = model.nearest  ? "Nearest by features"
                            : model.second ? checkpoint::title_of(desk.series, *model.second)
                                           : "A second opinion";
  ImGui::SetNextItemWidth(-1);
  if (begin_combo("##second", shown.c_str(), ImGuiComboFlags_HeightLarge)) {
    const auto choose = [&model](bool nearest, std::optional<checkpoint::Place> second) {
      model.nearest = nearest;
      model.second = second;
    };
    if (ImGui::Selectable("None", !model.second && !model.nearest)) choose(false, {});
    if (ImGui::Selectable("Nearest by features", model.nearest)) choose(true, {});
    ImGui::SetItemTooltip("The species whose weights point the way the picture's last features do");
    for (int i = 0; i < static_cast<int>(desk.series.checkpoints.size()); ++i) {
      const auto& info = desk.series.checkpoints[static_cast<std::size_t>(i)];
      const checkpoint::Place place = checkpoint::place_at(i);
      if (ImGui::Selectable((info.title + "##" + info.file).c_str(), model.second == place))
        choose(false, place);
      text_at_right(lane_title(info.mode).c_str(), palette().text_faint);
    }
    ImGui::EndCombo();
  }
  explain("What another checkpoint sees in this dream, or which species its features are nearest to",
          "A bird that only its own network knows is a trick of that network.");
  if (model.nearest) draw_nearest(desk);
  if (model.second) draw_scores(desk, model.frame->second);
}

}  // namespace

void draw_sees_panel(Desk& desk) {
  heading("What it sees");
  const auto& frame = desk.model.frame;
  if (!frame || frame->report.top.empty())
    return note("The network's five best guesses at the dream appear here.");
  draw_scores(desk, frame->report.top);
  draw_second(desk);
}

}  // namespace birddream::ui
