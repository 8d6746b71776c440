#include "record/containers.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace birddream::record {
namespace {

const std::array<Container, 4>& containers() {
  static const std::array<Container, 4> table = {{
      {".mp4", "mp4", {"libx264", "libopenh264", "mpeg4"}},
      {".mkv", "matroska", {"libx264", "libopenh264", "mpeg4"}},
      {".webm", "webm", {"libvpx-vp9", "libvpx"}},
      {".gif", "gif", {"gif"}},
  }};
  return table;
}

}  // namespace

const Container* find_container(const std::filesystem::path& file) {
  std::string extension = file.extension().string();
  std::ranges::transform(extension, extension.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto found = std::ranges::find(containers(), extension, &Container::extension);
  return found == containers().end() ? nullptr : &*found;
}

std::string known_extensions() {
  std::string list;
  for (const Container& container : containers()) {
    list += (list.empty() ? "" : ", ") + std::string(container.extension);
  }
  return list;
}

}  // namespace birddream::record
