#include "dream/view.h"

#include "dream/golden.h"

namespace birddream::dream {
namespace {

using recipe::Border;

TEST(ApplyView, TurnsMagnifiesAndShiftsAsDefined) {
  const at::Tensor picture = golden("view.picture");
  expect_close(apply_view(picture, {3, -2, 0.3F, 1.15F, false}, Border::gray, 0), golden("view.turned"),
               2e-5);
  expect_close(apply_view(picture, {3, -2, 0.3F, 0.9F, false}, Border::wrap, 0), golden("view.turned_wrap"),
               2e-5);
  expect_close(apply_view(picture, {-4, 1, -0.2F, 0.8F, false}, Border::mirror, 0),
               golden("view.turned_mirror"), 2e-5);
  expect_close(apply_view(picture, {1, 2, 0.3F, 1.15F, false}, Border::gray, 3), golden("view.turned_padded"),
               2e-5);
}

TEST(ApplyView, ShiftsWholePixelsExactly) {
  const at::Tensor picture = golden("view.picture");
  expect_close(apply_view(picture, {3, -2, 0, 1, false}, Border::gray, 2), golden("view.shifted"), 1e-6);
  expect_close(apply_view(picture, {5, 4, 0, 1, false}, Border::wrap, 0), golden("view.shifted_wrap"), 0);
  expect_close(apply_view(picture, {-4, 3, 0, 1, false}, Border::mirror, 0), golden("view.shifted_mirror"),
               0);
  expect_close(apply_view(picture, {}, Border::gray, 0), picture, 0);
}

TEST(ApplyView, MirrorsBeforeItMoves) {
  const at::Tensor picture = golden("view.picture");
  expect_close(apply_view(picture, {0, 0, 0, 1, true}, Border::gray, 0), picture.flip(3), 0);
}

TEST(ApplyView, LetsTheGradientThrough) {
  const at::Tensor picture = golden("view.picture").clone().requires_grad_(true);
  apply_view(picture, {1, 0, 0.2F, 1.1F, true}, Border::wrap, 0).sum().backward();
  EXPECT_GT(picture.grad().abs().sum().item<float>(), 100);
}

TEST(DrawView, StaysWithinItsRangesAndUsesThem) {
  recipe::DreamParams params;
  params.jitter = 5;
  params.rotate = 20;
  params.scale_min = 0.8F;
  params.scale_max = 1.25F;
  params.flip = recipe::FlipMode::view;
  int mirrored = 0;
  int widest = 0;
  for (std::uint64_t step = 0; step < 500; ++step) {
    Random random(3, step);
    const View view = draw_view(params, random);
    EXPECT_LE(std::abs(view.shift_x), 5);
    EXPECT_LE(std::abs(view.angle), 20.0F * 3.1415927F / 180 + 1e-6F);
    EXPECT_GE(view.scale, 0.8F);
    EXPECT_LE(view.scale, 1.25F);
    mirrored += view.mirror ? 1 : 0;
    widest = std::max(widest, std::abs(view.shift_y));
  }
  EXPECT_EQ(widest, 5);
  EXPECT_NEAR(mirrored, 250, 60);
}

TEST(DrawView, OneRangeNeverShiftsAnother) {
  recipe::DreamParams params;
  Random first(1, 9);
  const View wide = draw_view(params, first);
  params.jitter = 0;
  Random second(1, 9);
  const View narrow = draw_view(params, second);
  EXPECT_EQ(wide.angle, narrow.angle);
  EXPECT_EQ(wide.scale, narrow.scale);
  EXPECT_EQ(wide.mirror, narrow.mirror);
}

}  // namespace
}  // namespace birddream::dream
