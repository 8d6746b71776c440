#include "app/info_text.h"
#include "app/param_text.h"
#include "base/text.h"
#include "image/png.h"
#include "record/provenance.h"

namespace birddream::app {
namespace {

std::string provenance_text(const record::Provenance& made) {
  std::string text = "  made by birddream " + printable(made.program_version) + " on " + made.device +
                     (made.precision == "plain" ? "" : " (" + made.precision + ")") + ", " +
                     std::to_string(made.step) + " of " + std::to_string(made.params.steps) + " steps";
  if (made.scale != 1)
    text += ", each dreamt pixel written as " + std::to_string(made.scale) + "x" + std::to_string(made.scale);
  text += "\n  weights: " + printable(made.checkpoint) + " of '" + printable(made.series) +
          "', fingerprint " + printable(made.fingerprint) + "\n";
  if (made.steered) text += "  parameters were changed while it grew; these are the last ones\n";
  return text + recipe_text(made.params);
}

}  // namespace

Result<FileInfo> picture_info(const std::filesystem::path& file) {
  const auto png = image::read_png(file);
  if (!png) return png.error();
  FileInfo info;
  const std::string size = std::to_string(png->picture.width) + "x" + std::to_string(png->picture.height);
  info.text = file.string() + ": picture (PNG), " + size + "\n";
  info.json = {{"kind", "picture"},
               {"file", file.string()},
               {"width", png->picture.width},
               {"height", png->picture.height}};
  const auto text = png->text.find(record::provenance_keyword);
  if (text == png->text.end()) {
    info.text += "  no birddream recipe inside\n";
    info.json["provenance"] = nullptr;
    return info;
  }
  const auto made = record::provenance_from_text(text->second);
  if (!made) return Error{file.string() + ": " + made.error().message};
  info.text += provenance_text(*made);
  info.json["provenance"] = nlohmann::json::parse(record::to_text(*made));
  return info;
}

}  // namespace birddream::app
