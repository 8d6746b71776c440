#include "ui/keeper.h"

#include <imgui.h>

#include <utility>

#include "base/atomic_file.h"
#include "base/log.h"
#include "ui/own_layouts.h"

namespace birddream::ui {
namespace {

constexpr double seconds_between = 5;

}  // namespace

Keeper::Keeper(std::filesystem::path layout, std::filesystem::path settings)
    : layout_(std::move(layout)), settings_(std::move(settings)) {
  ImGui::GetIO().IniFilename = nullptr;  // ImGui would write in place
  if (!layout_.empty()) ImGui::LoadIniSettingsFromDisk(layout_.c_str());
}

Keeper::~Keeper() {
  if (layout_.empty()) return;
  if (const Status written = write_file_atomically(layout_, layout_text()); !written)
    log::warn(written.error().message);
}

void Keeper::write_layout(Background& background) {
  ImGui::GetIO().WantSaveIniSettings = false;
  if (layout_.empty()) return;
  // The last one, at the end, says what the disk refuses.
  background.run([file = layout_, text = layout_text()]() -> Background::Then {
    static_cast<void>(write_file_atomically(file, text));
    return {};
  });
}

void Keeper::look(double now_seconds, const std::function<Settings()>& settings, Background& background) {
  if (ImGui::GetIO().WantSaveIniSettings) write_layout(background);
  if (settings_.empty() || now_seconds - looked_ < seconds_between) return;
  looked_ = now_seconds;
  std::string text = to_text(settings());
  const bool first = written_.empty();
  if (text == written_) return;
  written_ = text;
  if (first) return;  // as they were read
  background.run([file = settings_, text = std::move(text)]() -> Background::Then {
    static_cast<void>(save_settings(file, text));
    return {};
  });
}

}  // namespace birddream::ui
