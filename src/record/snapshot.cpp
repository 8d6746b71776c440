#include "record/snapshot.h"

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

}  // namespace birddream::record
