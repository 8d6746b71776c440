#pragma once

#include <filesystem>

#include "base/result.h"

namespace birddream {

/// Folders that travel with the program. Each can be overridden by an environment variable (BIRDDREAM_ASSETS,
/// BIRDDREAM_SHADERS, BIRDDREAM_FONTS); else it is the source tree's, when the program still stands in its
/// build folder, else the folder of that name beside the executable.
std::filesystem::path assets_dir();
std::filesystem::path shaders_dir();
std::filesystem::path fonts_dir();
/// The running executable, and its folder.
std::filesystem::path executable();
std::filesystem::path executable_dir();
/// birddream_cuda.so beside the executable; BIRDDREAM_CUDA_PLUGIN names another.
std::filesystem::path cuda_plugin_file();

/// The user's folders by the XDG Base Directory specification, with `birddream` appended; relative values in
/// the environment are ignored as it demands. Not created here. Error: no HOME.
Result<std::filesystem::path> config_dir();
Result<std::filesystem::path> cache_dir();
/// Where snapshots and recordings go: the user's pictures folder (xdg-user-dirs) or HOME/Pictures, plus
/// `birddream`.
Result<std::filesystem::path> pictures_dir();

}  // namespace birddream
