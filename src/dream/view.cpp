#include "dream/view.h"

#include <ATen/ATen.h>

#include <cmath>
#include <numbers>

namespace birddream::dream {
namespace {

using recipe::Border;

constexpr double gray = 0.5;

// Index along one axis of the input that output position i shows, wrapped or folded into range.
at::Tensor source_index(std::int64_t size, std::int64_t shift, std::int64_t pad, Border border,
                        at::Device device) {
  const at::Tensor position =
      at::arange(-pad - shift, size + pad - shift, at::TensorOptions(at::kLong).device(device));
  if (border == Border::wrap) return at::remainder(position, size);
  if (border == Border::gray) return position.clamp(0, size - 1);  // what lies outside is overpainted
  // Mirrored about the outer edge of the last pixel, as grid_sampler reflects.
  const at::Tensor folded = at::remainder(position, 2 * size);
  return at::minimum(folded, 2 * size - 1 - folded);
}

// 1 where output position i lies inside the input.
at::Tensor inside(std::int64_t size, std::int64_t shift, std::int64_t pad, const at::TensorOptions& options) {
  const at::Tensor position = at::arange(-pad - shift, size + pad - shift, options);
  return (position >= 0).logical_and(position < size).to(options.dtype());
}

at::Tensor shift_pixels(const at::Tensor& picture, const View& view, Border border, std::int64_t pad) {
  const std::int64_t height = picture.size(2);
  const std::int64_t width = picture.size(3);
  if (view.shift_x == 0 && view.shift_y == 0 && pad == 0) return picture;
  const at::Tensor rows = source_index(height, view.shift_y, pad, border, picture.device());
  const at::Tensor columns = source_index(width, view.shift_x, pad, border, picture.device());
  const at::Tensor moved = picture.index_select(2, rows).index_select(3, columns);
  if (border != Border::gray) return moved;
  const at::Tensor mask = inside(height, view.shift_y, pad, picture.options()).unsqueeze(1) *
                          inside(width, view.shift_x, pad, picture.options());
  return (moved - gray) * mask + gray;
}

at::Tensor resample(const at::Tensor& picture, const View& view, Border border, std::int64_t pad) {
  const auto height = static_cast<double>(picture.size(2));
  const auto width = static_cast<double>(picture.size(3));
  const double out_height = height + 2.0 * static_cast<double>(pad);
  const double out_width = width + 2.0 * static_cast<double>(pad);
  // Output to input, in pixels from the centre: undo the shift, the turn, the magnification. affine_grid
  // wants it in units of half the picture.
  const double c = std::cos(view.angle) / view.scale;
  const double s = std::sin(view.angle) / view.scale;
  const double tx = -(c * view.shift_x + s * view.shift_y);
  const double ty = -(-s * view.shift_x + c * view.shift_y);
  const at::Tensor theta = at::tensor({c * out_width / width, s * out_height / width, 2 * tx / width,
                                       -s * out_width / height, c * out_height / height, 2 * ty / height},
                                      at::kDouble)
                               .view({1, 2, 3})
                               .to(picture.options());
  at::Tensor grid = at::affine_grid_generator(
      theta, {1, 3, static_cast<std::int64_t>(out_height), static_cast<std::int64_t>(out_width)},
      /*align_corners=*/false);
  constexpr int bilinear = 0;
  constexpr int zeros = 0;
  constexpr int reflection = 2;
  if (border == Border::gray) return at::grid_sampler(picture - gray, grid, bilinear, zeros, false) + gray;
  if (border == Border::mirror) return at::grid_sampler(picture, grid, bilinear, reflection, false);
  // Wrap: fold the grid into the picture and sample from a copy with one wrapped pixel around.
  const at::Tensor sizes = at::tensor({width, height}, at::kDouble).to(picture.options());
  const at::Tensor pixel =
      at::remainder((grid + 1) * 0.5 * sizes - 0.5, sizes) + 1;  // 1 .. size + 1, inside the ring
  grid = (pixel + 0.5) * 2 / (sizes + 2) - 1;
  const at::Tensor ring = at::pad(picture, {1, 1, 1, 1}, "circular");
  return at::grid_sampler(ring, grid, bilinear, zeros, false);
}

}  // namespace

View draw_view(const recipe::DreamParams& params, Random& random) {
  View view;
  view.shift_x = random.integer(-params.jitter, params.jitter);
  view.shift_y = random.integer(-params.jitter, params.jitter);
  view.angle = random.uniform(-params.rotate, params.rotate) * std::numbers::pi_v<float> / 180.0F;
  view.scale = random.uniform(params.scale_min, params.scale_max);
  view.mirror = random.coin() && params.flip == recipe::FlipMode::view;
  return view;
}

Sampling sampling_of(const View& view, Size size, Border border, int pad) {
  Sampling s;
  s.width = size.width;
  s.height = size.height;
  s.out_width = size.width + 2 * pad;
  s.out_height = size.height + 2 * pad;
  // As in resample(), in pixels from the first one's centre.
  const double cosine = std::cos(view.angle) / view.scale, sine = std::sin(view.angle) / view.scale;
  s.x_right = s.y_down = cosine;
  s.x_down = sine;
  s.y_right = -sine;
  const double right = (1.0 - s.out_width) / 2 - view.shift_x, down = (1.0 - s.out_height) / 2 - view.shift_y;
  s.x = cosine * right + sine * down + (s.width - 1) / 2.0;
  s.y = -sine * right + cosine * down + (s.height - 1) / 2.0;
  s.beyond = border == Border::gray   ? Sampling::Beyond::gray
             : border == Border::wrap ? Sampling::Beyond::wrap
                                      : Sampling::Beyond::mirror;
  s.mirrored = view.mirror;
  return s;
}

at::Tensor apply_view(const at::Tensor& picture, const View& view, Border border, int pad) {
  const at::Tensor turned = view.mirror ? picture.flip(3) : picture;
  if (view.angle == 0 && view.scale == 1) return shift_pixels(turned, view, border, pad);
  return resample(turned, view, border, pad);
}

}  // namespace birddream::dream
