#pragma once

#include <filesystem>
#include <vector>

#include "ui/desk.h"

namespace birddream::ui {

/// Files dropped on the window or named by the user. They are read in the background; then a recipe is
/// restored, a preset kept, a series (its folder or its series.json) put under the dream, a video waits in
/// its window, any other folder is of photos to train on where the training's window is open, and another
/// picture becomes the start photo. What is wrong is said.
void open_file(Desk& desk, const std::filesystem::path& file);
void open_files(Desk& desk, const std::vector<std::filesystem::path>& files);

}  // namespace birddream::ui
