#include "ui/closing.h"

#include <imgui.h>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

constexpr double most_seconds = 30;

}  // namespace

void Closing::begin() {
  if (desk_.closing) return;
  desk_.closing = true;
  school_.stop();
  film_.cancel();
  recording_.request_end();
}

std::vector<std::string> Closing::waits_for() {
  std::vector<std::string> all;
  const record::RecorderState state = desk_.saver.recorder().status().state;
  if (state == record::RecorderState::recording || state == record::RecorderState::finishing)
    all.emplace_back("The recording is being written.");
  // What a process has still to tell, and what has not begun, waits for the disk too.
  if (left_a_disk_ ? school_.has_process() : school_.is_busy())
    all.emplace_back("The training keeps what it has learnt.");
  if (left_a_disk_ ? film_.has_process() : film_.is_running())
    all.emplace_back("The video is being ended where it is.");
  if (desk_.background.busy() && !left_a_disk_) all.emplace_back("Files are being written.");
  return all;
}

bool Closing::is_over() {
  return desk_.closing && waits_for().empty();
}

void Closing::end_now() {
  school_.end_now();
  film_.end_now();
}

bool Closing::is_late(double now_seconds) const {
  return now_seconds - since_ > most_seconds;
}

void Closing::draw(double now_seconds) {
  if (!desk_.closing) return;
  if (since_ < 0) since_ = now_seconds;
  recording_.request_end();  // its encoder may have been opened only now
  if (is_late(now_seconds)) end_now();
  const std::vector<std::string> waits = waits_for();
  if (waits.empty()) return;
  const float em = ImGui::GetFontSize();
  ImGui::SetNextWindowPos(ImGui::GetMainViewport()->GetWorkCenter(), ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2{em, 0.8F * em});
  constexpr ImGuiWindowFlags flags = ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoDocking |
                                     ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings |
                                     ImGuiWindowFlags_NoMove;
  if (ImGui::Begin("Closing", nullptr, flags)) {
    for (const std::string& line : waits) ImGui::TextUnformatted(line.c_str());
    const bool can_hurry = school_.is_busy() || film_.is_running();
    const bool can_leave = is_late(now_seconds) && desk_.background.busy();
    if (can_leave) {
      const std::string at = desk_.background.at();
      ImGui::TextUnformatted((at.empty() ? "A disk does not answer." : at + " does not answer.").c_str());
    }
    ImGui::Spacing();
    if ((can_hurry || can_leave) && ImGui::Button("Close now")) {
      end_now();
      left_a_disk_ = can_leave;
    }
    if (can_leave) {
      explain("Without waiting: what was still to be written is lost.");
    } else if (can_hurry) {
      explain("Without waiting: a training goes on from where it last saved.");
    }
  }
  ImGui::End();
  ImGui::PopStyleVar();
}

}  // namespace birddream::ui
