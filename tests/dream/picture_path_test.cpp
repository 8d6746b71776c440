#include "dream/picture_path.h"

#include <ATen/Parallel.h>
#include <torch/autograd.h>

#include "dream/golden.h"
#include "net/compare.h"

namespace birddream::dream {
namespace {

using recipe::Border;
using recipe::DreamParams;
using recipe::Parametrisation;

const std::vector<Size> sizes = {{64, 64}, {47, 33}, {50, 71}, {171, 128}};
const std::vector<View> views = {
    {},
    {3, -2, 0, 1, false},
    {-40, 9, 0, 1, true},
    {3, -2, 0.3F, 1.15F, false},
    {-4, 1, -1.2F, 0.6F, true},  // sees the outside on all sides, more than once
};

DreamParams params_of(Parametrisation kind) {
  DreamParams params;
  params.parametrisation = kind;
  return params;
}

at::Tensor some_values(Size size, Parametrisation kind) {
  at::Generator generator = at::detail::createCPUGenerator(3);
  if (kind == Parametrisation::pixel) return at::rand({1, 3, size.height, size.width}, generator);
  return at::randn({1, 3, size.height, size.width / 2 + 1, 2}, generator) * 0.05;
}

at::Tensor noise_like(const at::Tensor& t) {
  return at::randn(t.sizes(), at::detail::createCPUGenerator(4));
}

/// Compares picture, what is shown and gradient with autograd through decode() and apply_view().
void expect_as_autograd(PicturePath& path, const DreamParams& params, Size size, const View& view,
                        Border border, int pad) {
  SCOPED_TRACE(testing::Message() << size.width << " x " << size.height << " " << view.angle << " border "
                                  << static_cast<int>(border) << " pad " << pad);
  const at::Tensor values = some_values(size, params.parametrisation);
  const at::Tensor leaf = values.clone().requires_grad_(true);
  const at::Tensor decoded = decode(leaf, size, params);
  const at::Tensor seen = apply_view(decoded, view, border, pad);
  const at::Tensor incoming = noise_like(seen);
  const at::Tensor expected = torch::autograd::grad({seen}, {leaf}, {incoming})[0];
  path.prepare(size, params);
  expect_close(path.decode(values), decoded.detach(), 1e-6);
  expect_close(path.show(view, border, pad), seen.detach(), 1e-4);
  const ValuesGradient found = path.backward(incoming);
  ASSERT_EQ(found.values.sizes(), expected.sizes());
  EXPECT_GE(cosine(found.values, expected), 0.999999);
  EXPECT_LE((found.values - expected).abs().max().item<double>(), 2e-4 * expected.abs().max().item<double>());
  EXPECT_NEAR(found.norm / expected.norm().item<double>(), 1, 1e-4);
  EXPECT_NEAR(found.mean_magnitude / expected.abs().mean().item<double>(), 1, 1e-4);
}

TEST(PicturePath, IsDecodingAndViewOfEverySizeBorderAndPad) {
  for (const auto kind : {Parametrisation::fourier, Parametrisation::pixel}) {
    PicturePath path;  // one for all: sizes come and go
    for (const Size size : sizes) {
      for (const Border border : {Border::gray, Border::wrap, Border::mirror}) {
        for (const View& view : views) {
          for (const int pad : {0, 5}) expect_as_autograd(path, params_of(kind), size, view, border, pad);
        }
      }
    }
  }
}

TEST(PicturePath, FollowsWhatDecodingDependsOn) {
  PicturePath path;
  DreamParams params = params_of(Parametrisation::fourier);
  const View& view = views[3];
  expect_as_autograd(path, params, {64, 64}, view, Border::gray, 0);
  params.decorrelate = false;
  expect_as_autograd(path, params, {64, 64}, view, Border::gray, 0);
  params.contrast = 2.5F;
  expect_as_autograd(path, params, {64, 64}, view, Border::gray, 0);
  params.spectrum_decay = 0.4F;
  expect_as_autograd(path, params, {64, 64}, view, Border::gray, 0);
  params.parametrisation = Parametrisation::pixel;
  expect_as_autograd(path, params, {64, 64}, view, Border::gray, 0);
}

TEST(PicturePath, WholePixelsMoveExactly) {
  PicturePath path;
  const Size size{47, 33};
  path.prepare(size, params_of(Parametrisation::pixel));
  const at::Tensor values = some_values(size, Parametrisation::pixel);
  path.decode(values);
  for (const Border border : {Border::wrap, Border::mirror}) {
    for (const View& view : {views[1], views[2]}) {
      expect_close(path.show(view, border, 4), apply_view(values, view, border, 4), 0);
    }
  }
}

TEST(PicturePath, SaturatedColoursStayNumbers) {
  PicturePath path;
  const Size size{64, 64};
  const DreamParams params = params_of(Parametrisation::fourier);
  path.prepare(size, params);
  const at::Tensor values = some_values(size, params.parametrisation) * 1e4;
  const at::Tensor picture = path.decode(values);
  expect_close(picture, decode(values, size, params), 1e-3);
  EXPECT_TRUE(at::isfinite(picture).all().item<bool>());
  const at::Tensor shown = path.show({}, Border::gray, 0);
  EXPECT_TRUE(at::isfinite(path.backward(noise_like(shown)).values).all().item<bool>());
}

TEST(PicturePath, RepeatsToTheBit) {
  const Size size{171, 128};
  const DreamParams params = params_of(Parametrisation::fourier);
  const at::Tensor values = some_values(size, params.parametrisation);
  const auto run = [&] {
    PicturePath path;
    path.prepare(size, params);
    path.decode(values);
    const at::Tensor shown = path.show(views[3], Border::mirror, 0).clone();
    return std::pair(shown, path.backward(noise_like(shown)).values.clone());
  };
  const auto first = run(), second = run();
  EXPECT_TRUE(at::equal(first.first, second.first));
  EXPECT_TRUE(at::equal(first.second, second.second));
  const int threads = at::get_num_threads();
  at::set_num_threads(threads + 1);
  EXPECT_GE(cosine(run().second, first.second), 0.999999) << "more threads, more strips";
  at::set_num_threads(threads);
}

TEST(PicturePath, BlursSpectraAsDefined) {
  PicturePath path;
  for (const Size size : sizes) {
    path.prepare(size, params_of(Parametrisation::fourier));
    const at::Tensor values = some_values(size, Parametrisation::fourier);
    at::Tensor blurred = values.clone();
    path.blur(blurred, 1.3F);
    expect_close(blurred, blur_values(values, size, 1.3F, Parametrisation::fourier), 1e-6);
    path.blur(blurred, 0);
    EXPECT_LT(blurred.norm().item<float>(), values.norm().item<float>());
  }
}

}  // namespace
}  // namespace birddream::dream
