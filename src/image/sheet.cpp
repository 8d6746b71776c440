#include "image/sheet.h"

#include <algorithm>
#include <cmath>

#include "image/limits.h"
#include "image/pixel_font.h"

namespace birddream::image {
namespace {

constexpr Colour ground{0x0F, 0x11, 0x15};
constexpr Colour empty_cell{0x17, 0x1A, 0x20};
constexpr Colour bright{0xE8, 0xEA, 0xED};
constexpr Colour dim{0x9A, 0xA3, 0xAE};
constexpr int most_caption_lines = 3;

/// All lengths in pixels. Columns begin at `left` and repeat every `pitch`; rows begin at `tops` and are as
/// high as their captions need.
struct Layout {
  int columns = 0;
  int cell_width = 0, cell_height = 0;
  int text_scale = 0, title_scale = 0;
  int margin = 0, gap = 0;
  int left = 0, pitch = 0;
  std::vector<int> tops;
  std::int64_t width = 0, height = 0;
};

int automatic_scale(int cell_width) {
  return cell_width < 100 ? 1 : cell_width < 340 ? 2 : cell_width < 700 ? 3 : 4;
}

/// Even rows where that costs few empty cells: 8 tiles as 4 x 2, 6 as 3 x 2.
int automatic_columns(int tiles, const SheetOptions& options) {
  if (!options.column_heads.empty()) return static_cast<int>(options.column_heads.size());
  const int square = static_cast<int>(std::ceil(std::sqrt(tiles)));
  for (int columns = square; columns <= square + square / 2; ++columns) {
    if (tiles % columns == 0) return columns;
  }
  return square;
}

std::vector<std::string> caption_lines(const SheetTile& tile, const Layout& plan) {
  return wrapped(tile.caption, plan.text_scale, plan.cell_width, most_caption_lines);
}

void plan_sizes(Layout& plan, const std::vector<SheetTile>& tiles, const SheetOptions& options) {
  const int count = static_cast<int>(tiles.size());
  plan.columns =
      std::clamp(options.columns > 0 ? options.columns : automatic_columns(count, options), 1, count);
  for (const SheetTile& tile : tiles) {
    plan.cell_width = std::max(plan.cell_width, tile.picture.width);
    plan.cell_height = std::max(plan.cell_height, tile.picture.height);
  }
  plan.text_scale = automatic_scale(plan.cell_width);
  plan.title_scale = plan.text_scale + std::max(1, plan.text_scale / 2);
  plan.gap = 6 * plan.text_scale;
  plan.margin = 12 * plan.text_scale;
}

void plan_columns(Layout& plan, const SheetOptions& options) {
  int heads = 0;  // the widest row head
  for (const std::string& head : options.row_heads)
    heads = std::max(heads, text_width(head, plan.text_scale));
  heads = std::min(heads, std::max(plan.cell_width, 40 * plan.text_scale));
  plan.left = plan.margin + (heads > 0 ? heads + plan.gap + 2 * plan.text_scale : 0);
  plan.pitch = plan.cell_width + plan.gap;
  plan.width = plan.left + std::int64_t{plan.columns} * plan.pitch - plan.gap + plan.margin;
}

/// Stops where the sheet is too high to be made.
void plan_rows(Layout& plan, const std::vector<SheetTile>& tiles, const SheetOptions& options) {
  const int scale = plan.text_scale;
  plan.height = plan.margin + (options.title.empty() ? 0 : font_ascent * plan.title_scale + plan.margin) +
                (options.column_heads.empty() ? 0 : (font_height + 3) * scale);
  const auto columns = static_cast<std::size_t>(plan.columns);
  for (std::size_t first = 0; first < tiles.size() && plan.height <= largest_side; first += columns) {
    int lines = 0;
    for (std::size_t i = first; i < std::min(first + columns, tiles.size()); ++i) {
      lines = std::max(lines, static_cast<int>(caption_lines(tiles[i], plan).size()));
    }
    plan.tops.push_back(static_cast<int>(plan.height));
    plan.height +=
        plan.cell_height + plan.gap + (lines > 0 ? 3 * scale + lines * (font_height + 1) * scale : 0);
  }
  plan.height += plan.margin - plan.gap;
}

void fill(Rgb8& sheet, int x, int y, int width, int height, Colour colour) {
  for (int row = y; row < y + height; ++row) {
    for (int column = x; column < x + width; ++column) std::copy_n(colour.data(), 3, sheet.at(column, row));
  }
}

void paste(Rgb8& sheet, const Rgb8& picture, int x, int y) {
  for (int row = 0; row < picture.height; ++row) {
    std::copy_n(picture.at(0, row), std::size_t{3} * static_cast<std::size_t>(picture.width),
                sheet.at(x, y + row));
  }
}

void draw_centred(Rgb8& sheet, int x, int y, int width, const std::string& text, int scale, Colour colour) {
  const std::string line = ellipsised(text, scale, width);
  draw_text(sheet, x + (width - text_width(line, scale)) / 2, y, line, scale, colour);
}

void draw_heads(Rgb8& sheet, const Layout& plan, const SheetOptions& options) {
  const int scale = plan.text_scale;
  if (!options.title.empty()) {
    const std::string title = ellipsised(options.title, plan.title_scale, sheet.width - 2 * plan.margin);
    draw_text(sheet, plan.margin, plan.margin, title, plan.title_scale, bright);
  }
  const std::size_t columns = std::min(static_cast<std::size_t>(plan.columns), options.column_heads.size());
  for (std::size_t column = 0; column < columns; ++column) {
    draw_centred(sheet, plan.left + static_cast<int>(column) * plan.pitch,
                 plan.tops[0] - (font_height + 3) * scale, plan.cell_width, options.column_heads[column],
                 scale, bright);
  }
  const int room = plan.left - plan.margin - plan.gap - 2 * scale;
  for (std::size_t row = 0; row < std::min(plan.tops.size(), options.row_heads.size()); ++row) {
    const std::string head = ellipsised(options.row_heads[row], scale, room);
    const int middle = plan.tops[row] + (plan.cell_height - font_ascent * scale) / 2;
    draw_text(sheet, plan.margin + room - text_width(head, scale), middle, head, scale, bright);
  }
}

void draw_tile(Rgb8& sheet, const Layout& plan, const SheetTile& tile, int x, int y) {
  const Rgb8& picture = tile.picture;
  if (picture.pixels.empty()) {
    fill(sheet, x, y, plan.cell_width, plan.cell_height, empty_cell);
  } else {
    paste(sheet, picture, x + (plan.cell_width - picture.width) / 2,
          y + (plan.cell_height - picture.height) / 2);
  }
  int line_top = y + plan.cell_height + 4 * plan.text_scale;
  for (const std::string& line : caption_lines(tile, plan)) {
    draw_centred(sheet, x, line_top, plan.cell_width, line, plan.text_scale, dim);
    line_top += (font_height + 1) * plan.text_scale;
  }
}

}  // namespace

Result<Rgb8> make_sheet(const std::vector<SheetTile>& tiles, const SheetOptions& options) {
  Layout plan;
  for (const SheetTile& tile : tiles) {
    if (!is_whole(tile.picture))
      return Error{"The sheet's picture '" + tile.caption + "' has too few or too many pixels."};
  }
  if (!tiles.empty()) plan_sizes(plan, tiles, options);
  if (plan.cell_width == 0 || plan.cell_height == 0) return Error{"The sheet has no pictures."};
  plan_columns(plan, options);
  plan_rows(plan, tiles, options);
  auto sheet = make_picture("The sheet", plan.width, plan.height);
  if (!sheet) return sheet;
  fill(*sheet, 0, 0, sheet->width, sheet->height, ground);
  draw_heads(*sheet, plan, options);
  const auto columns = static_cast<std::size_t>(plan.columns);
  for (std::size_t i = 0; i < tiles.size(); ++i) {
    draw_tile(*sheet, plan, tiles[i], plan.left + static_cast<int>(i % columns) * plan.pitch,
              plan.tops[i / columns]);
  }
  return sheet;
}

}  // namespace birddream::image
