#include "record/snapshot.h"

#include <array>
#include <fstream>
#include <string_view>

#include "image/png.h"

namespace birddream::record {

Status write_snapshot(const std::filesystem::path& png, const image::Rgb8& picture,
                      const Provenance& provenance) {
  return image::write_png(png, picture, {{provenance_keyword, to_text(provenance)}});
}

Result<Provenance> read_provenance(const std::filesystem::path& png) {
  const auto text = image::read_png_text(png, provenance_keyword);
  if (!text) return text.error();
  if (!text->has_value()) {
    return Error{png.string() +
                 ": holds no birddream recipe. Only pictures that birddream wrote, and that no other "
                 "program has saved again, can be repeated."};
  }
  auto provenance = provenance_from_text(**text);
  if (!provenance) return Error{png.string() + ": " + provenance.error().message};
  return provenance;
}

bool carries_recipe(const std::filesystem::path& png) {
  const auto text = image::read_png_text(png, provenance_keyword);
  if (text) return text->has_value();
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(png, ignored)) return false;
  constexpr std::string_view signature = "\x89PNG\r\n\x1a\n";
  std::array<char, signature.size()> begins{};
  std::ifstream(png, std::ios::binary).read(begins.data(), begins.size());
  return std::string_view(begins.data(), begins.size()) == signature;
}

}  // namespace birddream::record
