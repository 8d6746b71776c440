#include "ui/own_layouts.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <memory>
#include <system_error>

#include "base/atomic_file.h"
#include "base/make_folder.h"
#include "ui/layout.h"

namespace birddream::ui {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t largest_file = std::size_t{1} << 20;
constexpr std::size_t longest_name = 60;

bool is_name(const std::string& name) {
  const auto plain = [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80 ||
           c == ' ' || c == '.' || c == '-' || c == '_';
  };
  return !name.empty() && name.size() <= longest_name && name.front() != '.' && name.front() != ' ' &&
         std::ranges::all_of(name, plain);
}

fs::path file_of(const fs::path& folder, const std::string& name) {
  return folder / (name + ".ini");
}

}  // namespace

std::vector<std::string> layout_names(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code none;
  for (fs::directory_iterator at(folder, none), end; !none && at != end; at.increment(none)) {
    if (at->path().extension() == ".ini" && is_name(at->path().stem().string()))
      names.push_back(at->path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

std::string layout_text() {
  std::size_t size = 0;
  const char* text = ImGui::SaveIniSettingsToMemory(&size);
  return {text, size};
}

Result<fs::path> save_layout(const fs::path& folder, const std::string& name, const std::string& text) {
  if (!is_name(name))
    return Error{"A layout's name is made of letters, digits, spaces and .-_ (60 at most)."};
  if (const Status made = make_folder(folder); !made) return made.error();
  fs::path file = file_of(folder, name);
  if (const Status written = write_file_atomically(file, text); !written) return written.error();
  return file;
}

Result<std::string> read_layout(const fs::path& folder, const std::string& name) {
  const fs::path file = file_of(folder, name);
  auto text = read_file(file, largest_file);
  if (!text) return text;
  const bool ours = text->find("[Docking][Data]") != std::string::npos &&
                    text->find(std::string("[Window][") + window::picture + "]") != std::string::npos;
  if (!ours) return Error{file.string() + ": this is not a layout of birddream's panels."};
  return text;
}

// ImGui reads an arrangement between two frames only; a hook waits for that moment, once.
void use_layout(const std::string& text) {
  ImGuiContextHook hook;
  hook.Type = ImGuiContextHookType_NewFramePre;
  hook.UserData = new std::string(text);
  hook.Callback = [](ImGuiContext* context, ImGuiContextHook* self) {
    const std::unique_ptr<std::string> settings(static_cast<std::string*>(self->UserData));
    ImGui::LoadIniSettingsFromMemory(settings->c_str(), settings->size());
    ImGui::RemoveContextHook(context, self->HookId);
  };
  ImGui::AddContextHook(ImGui::GetCurrentContext(), &hook);
}

Status remove_layout(const fs::path& folder, const std::string& name) {
  const fs::path file = file_of(folder, name);
  std::error_code failed;
  if (fs::remove(file, failed)) return {};
  return Error{file.string() + ": the layout cannot be removed (" +
               (failed ? failed.message() : std::string("there is no such file")) + ")."};
}

}  // namespace birddream::ui
