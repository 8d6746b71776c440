#include "image/sheet.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace birddream::image {
namespace {

std::vector<SheetTile> tiles(int count, int width = 40, int height = 30) {
  std::vector<SheetTile> all;
  for (int i = 0; i < count; ++i)
    all.push_back({Rgb8(width, height, static_cast<std::uint8_t>(100 + i)), ""});
  return all;
}

/// Top left corners of the areas of one gray, which tiles have and text and ground have not.
struct Corner {
  int x = -1, y = -1;
  int pixels = 0;
};
Corner find_gray(const Rgb8& sheet, std::uint8_t gray) {
  Corner corner;
  for (int y = 0; y < sheet.height; ++y) {
    for (int x = 0; x < sheet.width; ++x) {
      const std::uint8_t* pixel = sheet.at(x, y);
      if (pixel[0] != gray || pixel[1] != gray || pixel[2] != gray) continue;
      if (corner.pixels++ == 0) corner = {x, y, 1};
    }
  }
  return corner;
}

TEST(Sheet, TilesStandInAnEvenGrid) {
  const auto sheet = make_sheet(tiles(6), {.columns = 3});
  ASSERT_TRUE(sheet.ok()) << sheet.error().message;
  const Corner first = find_gray(*sheet, 100), second = find_gray(*sheet, 101),
               third = find_gray(*sheet, 102), below = find_gray(*sheet, 103), last = find_gray(*sheet, 105);
  for (const Corner& corner : {first, second, third, below, last}) EXPECT_EQ(corner.pixels, 40 * 30);
  EXPECT_EQ(second.x - first.x, third.x - second.x);
  EXPECT_EQ(second.y, first.y);
  EXPECT_EQ(below.x, first.x);
  EXPECT_EQ(below.y - first.y - 30, second.x - first.x - 40);  // gutters
  EXPECT_EQ(first.x, first.y);                                 // margins
  EXPECT_EQ(sheet->width - (last.x + 40), first.x);
  EXPECT_EQ(sheet->height - (last.y + 30), first.y);
}

TEST(Sheet, ColumnsAreChosenWell) {
  const auto columns = [](int count) {
    const auto sheet = make_sheet(tiles(count));
    int across = 0;
    while (across < count &&
           find_gray(*sheet, static_cast<std::uint8_t>(100 + across)).y == find_gray(*sheet, 100).y)
      ++across;
    return across;
  };
  EXPECT_EQ(columns(1), 1);
  EXPECT_EQ(columns(3), 3);
  EXPECT_EQ(columns(6), 3);
  EXPECT_EQ(columns(7), 3);
  EXPECT_EQ(columns(8), 4);
  EXPECT_EQ(columns(9), 3);
  EXPECT_EQ(columns(12), 4);
}

TEST(Sheet, TextMakesRoomForItself) {
  const auto plain = make_sheet(tiles(4), {.columns = 2});
  auto captioned = tiles(4);
  captioned[3].caption = "hen";
  const auto under = make_sheet(captioned, {.columns = 2});
  EXPECT_EQ(under->width, plain->width);
  EXPECT_EQ(find_gray(*under, 102).y, find_gray(*plain, 102).y);  // only the second row has a caption
  EXPECT_GT(under->height, plain->height);
  const auto titled =
      make_sheet(tiles(4), {.title = "a title that is far wider than the sheet", .columns = 2});
  EXPECT_EQ(titled->width, plain->width);
  EXPECT_GT(find_gray(*titled, 100).y, find_gray(*plain, 100).y);
  const auto headed =
      make_sheet(tiles(4), {.column_heads = {"16", "64"}, .row_heads = {"epoch 0", "epoch 1"}});
  EXPECT_GT(find_gray(*headed, 100).y, find_gray(*plain, 100).y);
  EXPECT_GT(find_gray(*headed, 100).x, find_gray(*plain, 100).x);
  EXPECT_EQ(find_gray(*headed, 102).x, find_gray(*headed, 100).x);
  for (const auto* sheet : {&under, &titled, &headed}) {
    for (std::uint8_t gray = 100; gray < 104; ++gray) EXPECT_EQ(find_gray(**sheet, gray).pixels, 40 * 30);
    const auto& pixels = (*sheet)->pixels;
    EXPECT_GT(*std::ranges::max_element(pixels), 150);  // text
  }
}

TEST(Sheet, SmallerPicturesAreCentredInTheirCells) {
  auto mixed = tiles(2);
  mixed[1].picture = Rgb8(20, 10, 200);
  const auto sheet = make_sheet(mixed, {.columns = 2});
  const Corner large = find_gray(*sheet, 100), small = find_gray(*sheet, 200);
  EXPECT_EQ(small.pixels, 200);
  EXPECT_EQ(small.y, large.y + 10);
  EXPECT_EQ(sheet->width - (small.x + 20), large.x + 10);
}

TEST(Sheet, AnEmptyCellStaysEmpty) {
  auto holed = tiles(3);
  holed[1] = {{}, "none"};
  const auto sheet = make_sheet(holed, {.columns = 3});
  ASSERT_TRUE(sheet.ok());
  EXPECT_EQ(find_gray(*sheet, 102).pixels, 40 * 30);
}

TEST(Sheet, ImpossibleSheetsAreRefused) {
  EXPECT_FALSE(make_sheet({}).ok());
  EXPECT_FALSE(make_sheet({{Rgb8(), "x"}}).ok());
  EXPECT_FALSE(make_sheet(tiles(200, 1000, 10), {.columns = 100}).ok());
  EXPECT_FALSE(make_sheet(tiles(200, 10, 1000), {.columns = 1}).ok());
  auto lying = tiles(2);
  lying[1].picture.height = 300;
  EXPECT_FALSE(make_sheet(lying).ok());
  EXPECT_TRUE(make_sheet(tiles(2), {.columns = 1000000}).ok());
}

}  // namespace
}  // namespace birddream::image
