#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/commands.h"
#include "image/png.h"
#include "image/read_picture.h"
#include "image/sheet.h"
#include "image/stretch.h"

namespace birddream::app {
namespace {

struct TileOptions {
  std::vector<std::string> tiles;  // "LABEL=FILE"
  std::filesystem::path out;
  int scale = 1;
  int columns = 0;
  bool stretched = false;
};

// Every pixel becomes factor x factor pixels: dreams are small, and shown as they are.
image::Rgb8 enlarge(const image::Rgb8& picture, int factor) {
  image::Rgb8 large(picture.width * factor, picture.height * factor);
  for (int y = 0; y < large.height; ++y) {
    for (int x = 0; x < large.width; ++x) std::copy_n(picture.at(x / factor, y / factor), 3, large.at(x, y));
  }
  return large;
}

Outcome make_tiles(const TileOptions& options) {
  std::vector<image::SheetTile> tiles;
  for (const std::string& tile : options.tiles) {
    const auto split = tile.find('=');
    if (split == std::string::npos) return wrong_usage("A tile is LABEL=FILE, not '" + tile + "'.");
    auto picture = image::read_picture(tile.substr(split + 1));
    if (!picture) return failed(picture.error());
    if (options.stretched) picture = image::stretched(std::move(picture).value());
    tiles.push_back({enlarge(*picture, options.scale), tile.substr(0, split)});
  }
  image::SheetOptions sheet;
  sheet.columns = options.columns > 0 ? options.columns : static_cast<int>(tiles.size());
  const auto made = image::make_sheet(tiles, sheet);
  if (!made) return failed(made.error());
  if (const Status written = image::write_png(options.out, *made); !written) return failed(written.error());
  return done();
}

}  // namespace

void add_tile_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<TileOptions>();
  CLI::App* command = program.add_subcommand("tile", "Pictures side by side, labelled");
  command->add_option("TILES", options->tiles, "LABEL=FILE of each picture, PNG or JPEG")->required();
  command->add_option("-o,--out", options->out, "The PNG to write")->required();
  command->add_option("--scale", options->scale, "Enlarge each picture this many times")
      ->check(CLI::Range(1, 16));
  command->add_flag("--stretched", options->stretched, "Draw each picture's contrast out to the full range");
  command->add_option("--columns", options->columns, "Pictures a row; default: all in one")
      ->check(CLI::Range(1, 100));
  command->callback([options, &chosen] { chosen = [options] { return make_tiles(*options); }; });
}

}  // namespace birddream::app
