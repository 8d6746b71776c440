#pragma once

#include <filesystem>

#include "base/result.h"

namespace birddream {

/// A folder and all that lead to it; nothing where it is there. Error: it cannot be made, a file has its
/// name.
Status make_folder(const std::filesystem::path& folder);

}  // namespace birddream
