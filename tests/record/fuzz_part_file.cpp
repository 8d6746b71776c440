#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "record/part_file.h"
#include "record/video_writer.h"

namespace {

namespace fs = std::filesystem;
using namespace birddream;

/// Gone at the end.
struct Folder {
  Folder() { fs::create_directories(path); }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const fs::path path = fs::temp_directory_path() / ("birddream_fuzz_part_" + std::to_string(getpid()));
};

const fs::path& folder() {
  static const Folder made;
  return made.path;
}

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A recording of a few pictures.
std::string recording() {
  const fs::path file = folder() / "good.mp4";
  auto writer = record::VideoWriter::open(file, {64, 64, 30});
  if (!writer) std::abort();
  for (int i = 0; i < 6; ++i) {
    if (!(*writer)->add(image::Rgb8(64, 64, static_cast<std::uint8_t>(40 * i)))) std::abort();
  }
  if (!(*writer)->finish()) std::abort();
  std::string bytes = content(file);
  fs::remove(file);
  return bytes;
}

// Whatever a part holds, it is kept to the byte, under its own name or where it was; an empty one goes.
void check(const std::string& bytes) {
  const fs::path part = folder() / "dream.birddream.part.mp4";
  std::ofstream(part, std::ios::binary) << bytes;
  const auto rescued = record::rescue_parts(folder());
  const fs::path kept = rescued.empty() ? part : rescued.front();
  if (rescued.size() > 1 || fs::exists(kept) == bytes.empty()) std::abort();
  if (content(kept) != bytes) std::abort();
  fs::remove(kept);
}

}  // namespace

/// Any bytes; and a recording with some of its bytes replaced by them, cut off somewhere.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check(std::string(bytes));
  if (size < 5) return 0;
  static const std::string good = recording();
  std::string text = good;
  const std::size_t from = (data[0] * 256U + data[1]) % text.size();
  text.replace(from, std::min<std::size_t>(data[2], text.size() - from), bytes.substr(5));
  text.resize(std::max<std::size_t>((data[3] * 256U + data[4]) % (text.size() + 1), 1));
  check(text);
  return 0;
}
