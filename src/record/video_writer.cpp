#include "record/video_writer.h"

#include "record/containers.h"
#include "record/libav_file.h"
#include "record/part_file.h"
#include "record/png_sequence.h"

namespace birddream::record {
namespace {

namespace fs = std::filesystem;

constexpr int least_side = 16;
constexpr int most_side = 8192;  // beyond it H.264 levels and players end
constexpr int fastest = 240;

Status check(const VideoOptions& options) {
  const auto fits = [](int side) { return side >= least_side && side <= most_side; };
  if (!fits(options.width) || !fits(options.height)) {
    return Error{"A video of " + std::to_string(options.width) + "x" + std::to_string(options.height) +
                 " pixels cannot be written; each side must be from " + std::to_string(least_side) + " to " +
                 std::to_string(most_side) + "."};
  }
  const int base = options.frame_base;
  if (base < 1 || options.frames_per_second < base || options.frames_per_second / base > fastest) {
    return Error{std::to_string(options.frames_per_second) + (base == 1 ? "" : "/" + std::to_string(base)) +
                 " frames/s cannot be written; choose from 1 to " + std::to_string(fastest) + "."};
  }
  return {};
}

Status check_folder(const fs::path& file) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  std::error_code problem;
  if (fs::is_directory(folder, problem)) return {};
  return Error{file.string() + ": the folder " + folder.string() +
               " does not exist. Make it first, or choose another."};
}

}  // namespace

bool is_taken(const fs::path& file) {
  std::error_code ignored;
  if (fs::exists(file, ignored)) return true;
  return find_container(file) != nullptr &&
         (fs::exists(part_name(file), ignored) || fs::exists(fallback_pattern(file).folder, ignored));
}

bool is_video_path(const fs::path& file) {
  return sequence_pattern(file).has_value() || find_container(file) != nullptr;
}

Result<std::unique_ptr<VideoWriter>> VideoWriter::open(const fs::path& file, const VideoOptions& options) {
  if (const Status checked = check(options); !checked) return checked.error();
  if (file.empty()) return Error{"A video needs a file name, such as dream.mp4."};
  if (auto pattern = sequence_pattern(file)) return PngSequence::open(std::move(*pattern), options, "");
  const Container* container = find_container(file);
  if (container == nullptr) {
    return Error{file.string() + ": not a kind of video that can be written; known are " +
                 known_extensions() + ", and a folder/ or a pattern such as x_%04d.png for single pictures."};
  }
  if (const Status checked = check_folder(file); !checked) return checked.error();
  const MuxerTraits muxer = muxer_traits(*container);
  const auto& names = options.encoders.empty() ? container->encoders : options.encoders;
  auto encoder = muxer.present ? LibavEncoder::first_of(names, options, muxer.global_header) : nullptr;
  if (!encoder) return PngSequence::open(fallback_pattern(file), options, "no video encoder found");
  return LibavFile::open(file, *container, std::move(encoder), options);
}

}  // namespace birddream::record
