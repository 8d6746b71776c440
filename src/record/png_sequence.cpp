#include "record/png_sequence.h"

#include <charconv>
#include <utility>

#include "base/atomic_file.h"
#include "base/make_folder.h"
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

PngSequence::PngSequence(SequencePattern pattern, VideoOptions options, std::string why)
    : pattern_(std::move(pattern)), options_(std::move(options)), why_(std::move(why)) {}

Result<std::unique_ptr<VideoWriter>> PngSequence::open(SequencePattern pattern, const VideoOptions& options,
                                                       std::string why) {
  const fs::path folder = pattern.folder.empty() ? fs::path(".") : pattern.folder;
  if (const Status made = make_folder(folder); !made) return made.error();
  return std::unique_ptr<VideoWriter>(new PngSequence(std::move(pattern), options, std::move(why)));
}

Status PngSequence::add(const image::Rgb8& picture, int times) {
  if (!failure_.empty()) return Error{failure_};
  if (picture.width != options_.width || picture.height != options_.height) {
    return Error{"A picture of " + std::to_string(picture.width) + "x" + std::to_string(picture.height) +
                 " does not fit the sequence in " + pattern_.folder.string() + " of " +
                 std::to_string(options_.width) + "x" + std::to_string(options_.height) + "."};
  }
  const auto bytes = image::encode_png(picture, {}, pattern_.name(pictures_ + 1).string());
  if (!bytes) return fail(bytes.error());
  for (int i = 0; i < times; ++i, ++pictures_) {
    const Status written = write_file_atomically(pattern_.name(pictures_ + 1), *bytes, Flush::later);
    if (!written) return fail(written.error());
  }
  return {};
}

Status PngSequence::fail(const Error& why) {
  failure_ = why.message;
  if (pictures_ > 0)
    failure_ += " The " + std::to_string(pictures_) + " pictures before it stand in " + place() + ".";
  return Error{failure_};
}

Status PngSequence::finish() {
  if (!failure_.empty()) return Error{failure_};
  if (pictures_ == 0) return Error{"No picture was recorded into " + pattern_.folder.string() + "."};
  std::error_code ignored;
  for (std::int64_t stale = pictures_ + 1; fs::remove(pattern_.name(stale), ignored); ++stale) {
  }
  return {};
}

std::string PngSequence::place() const {
  const std::string folder = pattern_.folder.empty() ? "." : pattern_.folder.string();
  return folder.ends_with('/') ? folder : folder + "/";
}

std::string PngSequence::description() const {
  return "PNG sequence in " + place() + (why_.empty() ? "" : " (" + why_ + ")");
}

}  // namespace birddream::record
