#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/photo_set.h"

namespace birddream::data {

/// Photos to train on and photos to measure with, as indices into PhotoSet::photos; no photo in both.
struct Split {
  std::vector<int> train;
  std::vector<int> held_out;
  std::string how = {};  ///< they were chosen: "0.1/2" a share and its seed, "list", "folder"; "": none are
};

/// 16 hex digits that name which photos are trained on and which are held out, each by its path below the
/// root (outside it: its name) and its class.
std::string fingerprint(const PhotoSet& set, const Split& split);

/// For recipes: how photos were held out and 16 hex digits that name which, "0.1/2/0123456789abcdef"; "0"
/// where none are.
std::string held_out_name(const PhotoSet& set, const Split& split);

/// Whether two such names are of the same photos.
bool same_held_out(std::string_view a, std::string_view b);

/// Everything to train on.
Split no_split(const PhotoSet& set);

/// Holds out that share of each class's photos (rounded; never the last one of a class), which ones depends
/// on `seed` and the file's path below the root alone. `share` in [0, 1).
Split split_by_share(const PhotoSet& set, double share, std::uint64_t seed);

/// Holds out the photos named in a text file, a path relative to PhotoSet::root a line. Error: the file
/// cannot be read, or names a photo that is not there.
Result<Split> split_by_list(const PhotoSet& set, const std::filesystem::path& list);

/// Appends the photos of another set to measure with; classes are matched by name. Error: a class of
/// `held_out` that `set` does not have, or a photo that is in both.
Result<Split> split_by_set(PhotoSet& set, const PhotoSet& held_out);

/// What `--held-out` means: "" or "0" nothing, a number below 1 a share, a folder another set, a file a list.
Result<Split> split_as_wished(PhotoSet& set, const std::string& wish, std::uint64_t seed);

}  // namespace birddream::data
