#pragma once

#include <filesystem>

#include "base/result.h"
#include "image/rgb8.h"
#include "record/provenance.h"

namespace birddream::record {

/// Writes a PNG that carries its own recipe. Equal pictures and provenance give equal bytes. The whole file
/// or nothing; Error: what image::write_png refuses.
Status write_snapshot(const std::filesystem::path& png, const image::Rgb8& picture,
                      const Provenance& provenance);

/// The recipe inside a PNG, without decoding its pixels. Error: not a PNG, damaged, no recipe by birddream in
/// it, or one that cannot be used; the message names the file.
Result<Provenance> read_provenance(const std::filesystem::path& png);

/// Whether a recipe by birddream is in that file, be it of use or not; or may be, where a PNG is damaged.
bool carries_recipe(const std::filesystem::path& png);

}  // namespace birddream::record
