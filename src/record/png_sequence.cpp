#include "record/png_sequence.h"

#include <cerrno>
#include <charconv>
#include <utility>

#include "base/atomic_file.h"
#include "image/png.h"

namespace birddream::record {
namespace {

namespace fs = std::filesystem;

constexpr int most_digits = 9;

}  // namespace

fs::path SequencePattern::name(std::int64_t number) const {
  std::string text = std::to_string(number);
  const auto wanted = static_cast<std::size_t>(digits);
  if (text.size() < wanted) text.insert(0, wanted - text.size(), '0');
  return folder / (prefix + text + suffix);
}

std::optional<SequencePattern> sequence_pattern(const fs::path& file) {
  if (!file.has_filename()) return SequencePattern{file, "", ".png", 6};
  const std::string name = file.filename().string();
  const auto percent = name.find('%');
  if (percent == std::string::npos) return std::nullopt;
  // The name is read here and never handed to printf.
  const auto letter = name.find_first_not_of("0123456789", percent + 1);
  if (letter == std::string::npos || name[letter] != 'd' || name.find('%', letter) != std::string::npos)
    return std::nullopt;
  int digits = 1;
  const char* first = name.data() + percent + 1;
  const char* last = name.data() + letter;
  if (first != last) {
    const auto read = std::from_chars(first, last, digits);
    if (read.ec != std::errc() || digits > most_digits) return std::nullopt;
  }
  SequencePattern pattern{file.parent_path(), name.substr(0, percent), name.substr(letter + 1), digits};
  if (!pattern.suffix.ends_with(".png")) return std::nullopt;
  return pattern;
}

SequencePattern fallback_pattern(const fs::path& video) {
  fs::path folder = video;
  folder.replace_extension(".frames");
  return {folder, "", ".png", 6};
}

PngSequence::PngSequence(SequencePattern pattern, const VideoOptions& options, std::string why)
    : pattern_(std::move(pattern)), options_(options), why_(std::move(why)) {}

Result<std::unique_ptr<VideoWriter>> PngSequence::open(SequencePattern pattern, const VideoOptions& options,
                                                       std::string why) {
  const fs::path folder = pattern.folder.empty() ? fs::path(".") : pattern.folder;
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem || !fs::is_directory(folder, problem)) {
    return file_error(folder, "to make this folder for the pictures", problem ? problem.value() : ENOTDIR);
  }
  return std::unique_ptr<VideoWriter>(new PngSequence(std::move(pattern), options, std::move(why)));
}

Status PngSequence::add(const image::Rgb8& picture) {
  if (picture.width != options_.width || picture.height != options_.height) {
    return Error{"A picture of " + std::to_string(picture.width) + "x" + std::to_string(picture.height) +
                 " does not fit the sequence in " + pattern_.folder.string() + " of " +
                 std::to_string(options_.width) + "x" + std::to_string(options_.height) + "."};
  }
  if (const Status written = image::write_png(pattern_.name(pictures_ + 1), picture); !written)
    return written;
  ++pictures_;
  return {};
}

Status PngSequence::finish() {
  if (pictures_ == 0) return Error{"No picture was recorded into " + pattern_.folder.string() + "."};
  std::error_code ignored;
  for (std::int64_t stale = pictures_ + 1; fs::remove(pattern_.name(stale), ignored); ++stale) {
  }
  return {};
}

std::string PngSequence::description() const {
  const std::string place = pattern_.folder.empty() ? "." : pattern_.folder.string();
  return "PNG sequence in " + place + (place.ends_with('/') ? "" : "/") +
         (why_.empty() ? "" : " (" + why_ + ")");
}

}  // namespace birddream::record
