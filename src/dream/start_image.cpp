#include "dream/start_image.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "base/random.h"
#include "image/read_picture.h"
#include "image/resize.h"

namespace birddream::dream {
namespace {

using recipe::DreamParams;
using recipe::StartKind;

// Steps draw from Random(seed, step number); the start draws from streams no step can reach.
constexpr std::uint64_t picture_stream = ~std::uint64_t{0};
constexpr std::uint64_t spectrum_stream = ~std::uint64_t{1};
constexpr float gray = 128.0F / 255.0F;

at::Tensor blank(Size size, float value) {
  return at::full({1, 3, size.height, size.width}, value, at::kFloat);
}

at::Tensor normals(at::IntArrayRef shape, Random random) {
  at::Tensor values = at::empty(shape, at::kFloat);
  float* out = values.data_ptr<float>();
  for (std::int64_t i = 0; i < values.numel(); ++i) out[i] = random.normal();
  return values;
}

at::Tensor gradient(const DreamParams& params, Size size) {
  Random random(params.seed, picture_stream);
  at::Tensor corners = at::empty({1, 3, 2, 2}, at::kFloat);
  float* out = corners.data_ptr<float>();
  for (std::int64_t i = 0; i < corners.numel(); ++i)
    out[i] = 0.5F + params.start_contrast * random.uniform(-0.5F, 0.5F);
  return at::upsample_bilinear2d(corners, {size.height, size.width}, /*align_corners=*/true);
}

Result<at::Tensor> photo(const DreamParams& params, Size size) {
  if (params.start_photo.empty())
    return Error{
        "The start image is a photo, but no photo is given. Drop one on the window, or use --photo FILE."};
  const auto picture = image::read_picture(params.start_photo);
  if (!picture) return picture.error();
  const std::vector<float> planar =
      image::cover_crop(image::to_planar(*picture), picture->width, picture->height, size.width, size.height);
  at::Tensor values = blank(size, 0);
  std::copy(planar.begin(), planar.end(), values.data_ptr<float>());
  if (params.start_blur > 0)
    values = blur_values(values, size, params.start_blur, recipe::Parametrisation::pixel);
  return values;
}

Result<at::Tensor> start_picture(const DreamParams& params, Size size) {
  switch (params.start) {
    case StartKind::gray:
      return blank(size, gray);
    case StartKind::noise: {
      const at::Tensor noise = normals({1, 3, size.height, size.width}, Random(params.seed, picture_stream));
      return (noise * (params.start_contrast / 2) + 0.5).clamp(0, 1);
    }
    case StartKind::gradient:
      return gradient(params, size);
    case StartKind::photo:
      return photo(params, size);
  }
  return blank(size, gray);
}

}  // namespace

Result<at::Tensor> start_values(const DreamParams& params, Size size, at::Device device) {
  const at::NoGradGuard frozen;
  const auto picture = start_picture(params, size);
  if (!picture) return picture;
  at::Tensor values = encode(*picture, params);
  if (params.parametrisation == recipe::Parametrisation::fourier && params.spectrum_noise > 0) {
    values = values + normals(values.sizes(), Random(params.seed, spectrum_stream)) * params.spectrum_noise;
  }
  return values.to(device);
}

}  // namespace birddream::dream
