#include "base/paths.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace birddream {
namespace fs = std::filesystem;
namespace {

fs::path from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? fs::path(value) : fs::path();
}

fs::path shipped(const char* variable, const char* name) {
  if (fs::path chosen = from_environment(variable); !chosen.empty()) return chosen;
  std::error_code ignored;
  const fs::path source = fs::path(BIRDDREAM_SOURCE_DIR) / name;
  return fs::is_directory(source, ignored) ? source : executable_dir() / name;
}

Result<fs::path> home() {
  const fs::path folder = from_environment("HOME");
  if (!folder.is_absolute())
    return Error{"HOME is not set, so there is no folder for settings and pictures. Set HOME."};
  return folder;
}

Result<fs::path> xdg(const char* variable, const char* under_home) {
  if (const fs::path chosen = from_environment(variable); chosen.is_absolute()) return chosen / "birddream";
  auto folder = home();
  if (!folder) return folder;
  return *folder / under_home / "birddream";
}

}  // namespace

fs::path executable() {
  std::error_code failed;
  const fs::path path = fs::read_symlink("/proc/self/exe", failed);
  return failed ? fs::path("birddream") : path;
}

fs::path executable_dir() {
  const fs::path folder = executable().parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

fs::path cuda_plugin_file() {
  const char* chosen = std::getenv("BIRDDREAM_CUDA_PLUGIN");
  return chosen != nullptr && *chosen != '\0' ? fs::path(chosen) : executable_dir() / "birddream_cuda.so";
}

fs::path assets_dir() {
  return shipped("BIRDDREAM_ASSETS", "assets");
}
fs::path shaders_dir() {
  return shipped("BIRDDREAM_SHADERS", "shaders");
}

fs::path fonts_dir() {
  const fs::path chosen = from_environment("BIRDDREAM_FONTS");
  return chosen.empty() ? executable_dir() / "fonts" : chosen;
}

Result<fs::path> config_dir() {
  return xdg("XDG_CONFIG_HOME", ".config");
}
Result<fs::path> cache_dir() {
  return xdg("XDG_CACHE_HOME", ".cache");
}

Result<fs::path> pictures_dir() {
  auto folder = home();
  if (!folder) return folder;
  const fs::path chosen = from_environment("XDG_CONFIG_HOME");
  std::ifstream user_dirs((chosen.is_absolute() ? chosen : *folder / ".config") / "user-dirs.dirs");
  const std::string key = "XDG_PICTURES_DIR=\"";
  for (std::string line; std::getline(user_dirs, line);) {
    if (line.rfind(key, 0) != 0) continue;
    std::string value = line.substr(key.size(), line.rfind('"') - key.size());
    if (value.rfind("$HOME", 0) == 0) value = folder->string() + value.substr(5);
    if (fs::path(value).is_absolute()) return fs::path(value) / "birddream";
  }
  return *folder / "Pictures" / "birddream";
}

}  // namespace birddream
