#include "dream/start_image.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "base/fresh_folder.h"
#include "dream/golden.h"
#include "image/png.h"

namespace birddream::dream {
namespace {

using recipe::DreamParams;
using recipe::StartKind;

DreamParams pixels(StartKind start) {
  DreamParams params;
  params.parametrisation = recipe::Parametrisation::pixel;
  params.start = start;
  params.start_contrast = 0.5F;
  return params;
}

TEST(StartImage, GrayIsTheOriginals) {
  const auto values = start_values(pixels(StartKind::gray), {20, 10}, at::kCPU);
  ASSERT_TRUE(values.ok());
  expect_close(*values, at::full({1, 3, 10, 20}, 128.0F / 255.0F), 0);
}

TEST(StartImage, NoiseHasItsContrastAndFollowsTheSeed) {
  DreamParams params = pixels(StartKind::noise);
  const auto first = start_values(params, {64, 64}, at::kCPU);
  EXPECT_NEAR(first->std().item<float>(), 0.25, 0.02);
  expect_close(*start_values(params, {64, 64}, at::kCPU), *first, 0);
  params.seed = 2;
  EXPECT_GT((*start_values(params, {64, 64}, at::kCPU) - *first).abs().mean().item<float>(), 0.1);
}

TEST(StartImage, AGradientIsSmoothAndWithinItsContrast) {
  const auto values = start_values(pixels(StartKind::gradient), {64, 48}, at::kCPU);
  EXPECT_GE(values->min().item<float>(), 0.25F);
  EXPECT_LE(values->max().item<float>(), 0.75F);
  EXPECT_GT(values->std().item<float>(), 0.01F);
  EXPECT_LT(values->diff(1, 3).abs().max().item<float>(), 0.02F);
}

TEST(StartImage, APhotoIsCoverCroppedToSize) {
  image::Rgb8 photo(80, 40);
  for (int y = 0; y < 40; ++y) {
    for (int x = 0; x < 80; ++x) photo.at(x, y)[0] = x < 40 ? 255 : 0;
  }
  const FreshFolder folder;
  const auto file = folder / "start_photo.png";
  ASSERT_TRUE(image::write_png(file, photo).ok());
  DreamParams params = pixels(StartKind::photo);
  params.start_photo = file.string();
  const auto values = start_values(params, {20, 20}, at::kCPU);
  ASSERT_TRUE(values.ok());
  EXPECT_NEAR((*values)[0][0][10][2].item<float>(), 1, 0.01);
  EXPECT_NEAR((*values)[0][0][10][17].item<float>(), 0, 0.01);
  EXPECT_NEAR((*values)[0][1].abs().max().item<float>(), 0, 1e-6);
}

TEST(StartImage, APhotoCanBeBlurred) {
  image::Rgb8 photo(64, 64);  // black beside white
  for (int y = 0; y < 64; ++y) {
    for (int x = 32; x < 64; ++x) std::fill_n(photo.at(x, y), 3, std::uint8_t{255});
  }
  const FreshFolder folder;
  const auto file = folder / "start_photo_edge.png";
  ASSERT_TRUE(image::write_png(file, photo).ok());
  DreamParams params = pixels(StartKind::photo);
  params.start_photo = file.string();
  params.start_blur = 4;
  const auto values = start_values(params, {64, 64}, at::kCPU);
  ASSERT_TRUE(values.ok()) << values.error().message;
  const auto row = (*values)[0][1][30];
  // An edge under a Gaussian is its distribution function.
  for (const int x : {24, 28, 31, 32, 36, 40}) {
    const double expected = 0.5 * std::erfc(-(x + 0.5 - 32) / (4 * std::sqrt(2.0)));
    EXPECT_NEAR(row[x].item<double>(), expected, 0.01) << x;
  }
}

TEST(StartImage, AMissingPhotoIsSaid) {
  DreamParams params = pixels(StartKind::photo);
  EXPECT_THAT(start_values(params, {20, 20}, at::kCPU).error().message, ::testing::HasSubstr("no photo"));
  params.start_photo = "nowhere/photo.jpg";
  EXPECT_THAT(start_values(params, {20, 20}, at::kCPU).error().message,
              ::testing::HasSubstr("nowhere/photo.jpg"));
}

TEST(StartImage, AFourierStartDecodesNearGray) {
  const DreamParams params;
  const auto values = start_values(params, {65, 128}, at::kCPU);
  const at::Tensor picture = decode(*values, {65, 128}, params);
  EXPECT_NEAR(picture.mean().item<float>(), 0.5, 0.05);
  EXPECT_GT(picture.std().item<float>(), 1e-4);
  EXPECT_LT(picture.std().item<float>(), 0.1);
}

}  // namespace
}  // namespace birddream::dream
