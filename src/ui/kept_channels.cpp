#include "ui/kept_channels.h"

#include <algorithm>
#include <vector>

#include "image/png.h"

namespace birddream::ui {
namespace fs = std::filesystem;
namespace {

struct Folder {
  fs::path path;
  fs::file_time_type used;
  std::uintmax_t bytes = 0;
};

std::uintmax_t bytes_in(const fs::path& folder) {
  std::uintmax_t sum = 0;
  std::error_code failed;
  fs::recursive_directory_iterator entry(folder, failed);
  for (; !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed)) {
    std::error_code unknown;
    const std::uintmax_t size = entry->is_regular_file(unknown) ? entry->file_size(unknown) : 0;
    if (!unknown) sum += size;
  }
  return sum;
}

std::vector<Folder> folders_in(const fs::path& root) {
  std::vector<Folder> folders;
  std::error_code failed;
  fs::directory_iterator entry(root, failed);
  for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
    std::error_code ignored;
    if (!entry->is_directory(ignored)) continue;
    folders.push_back({entry->path(), entry->last_write_time(ignored), bytes_in(entry->path())});
  }
  return folders;
}

}  // namespace

fs::path kept_channel(const fs::path& root, const std::string& fingerprint, const std::string& layer,
                      int channel) {
  return root / fingerprint / layer / (std::to_string(channel) + ".png");
}

void keep_channel(const fs::path& file, const image::Rgb8& picture) {
  std::error_code ignored;
  fs::create_directories(file.parent_path(), ignored);
  static_cast<void>(image::write_png(file, picture));
}

void make_room_for(const fs::path& root, const std::string& fingerprint, std::uintmax_t most_bytes) {
  std::error_code ignored;
  fs::last_write_time(root / fingerprint, fs::file_time_type::clock::now(), ignored);
  std::vector<Folder> folders = folders_in(root);
  std::uintmax_t all = 0;
  for (const Folder& folder : folders) all += folder.bytes;
  std::ranges::sort(folders, {}, &Folder::used);
  for (const Folder& folder : folders) {
    if (all <= most_bytes) return;
    if (folder.path.filename() == fingerprint) continue;
    fs::remove_all(folder.path, ignored);
    all -= folder.bytes;
  }
}

}  // namespace birddream::ui
