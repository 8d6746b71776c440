#include "dream/guide_photo.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <utility>

#include "image/read_picture.h"
#include "image/resize.h"
#include "image/rgb8.h"

namespace birddream::dream {
namespace fs = std::filesystem;
namespace {

constexpr int shorter_side = 160;
constexpr std::size_t most_kept = 16;  // about half a megabyte each

/// What tells that a file is still the same.
struct Stamp {
  fs::file_time_type written;
  std::uintmax_t bytes = 0;

  bool operator==(const Stamp&) const = default;
};

struct Kept {
  std::string file;
  Stamp stamp;
  std::shared_ptr<const GuidePhoto> photo;
};

/// Of the whole process: every dream under every checkpoint asks for the same few.
struct Shelf {
  std::mutex mutex;
  std::vector<Kept> kept;  // guarded by it; the oldest first
};

Shelf& shelf() {
  static Shelf one;
  return one;
}

std::optional<Stamp> stamp_of(const std::string& file) {
  std::error_code failed, unknown;
  const Stamp stamp{fs::last_write_time(file, failed), fs::file_size(file, unknown)};
  return failed || unknown ? std::nullopt : std::optional(stamp);
}

Result<std::shared_ptr<const GuidePhoto>> read(const std::string& file) {
  const auto picture = image::read_picture(file);
  if (!picture) return picture.error();
  const double scale = static_cast<double>(shorter_side) / std::min(picture->width, picture->height);
  auto photo = std::make_shared<GuidePhoto>();
  photo->width = std::max(static_cast<int>(std::lround(scale * picture->width)), shorter_side);
  photo->height = std::max(static_cast<int>(std::lround(scale * picture->height)), shorter_side);
  photo->planar = image::to_planar(image::resize(*picture, photo->width, photo->height));
  return std::shared_ptr<const GuidePhoto>(std::move(photo));
}

}  // namespace

Result<std::shared_ptr<const GuidePhoto>> guide_photo(const std::string& file) {
  if (file.empty())
    return Error{"A guided dream needs a photo: drop one on the window, or use --guide FILE."};
  auto& [mutex, kept] = shelf();
  const std::lock_guard lock(mutex);
  const auto stamp = stamp_of(file);
  const auto known = std::ranges::find(kept, file, &Kept::file);
  if (known != kept.end() && (!stamp || known->stamp == *stamp)) return known->photo;
  auto photo = read(file);
  if (!photo || !stamp) return photo;
  if (known != kept.end()) kept.erase(known);
  if (kept.size() == most_kept) kept.erase(kept.begin());
  kept.push_back({file, *stamp, *photo});
  return photo;
}

}  // namespace birddream::dream
