#include "dream/picture_codec.h"

#include "dream/golden.h"

namespace birddream::dream {
namespace {

using recipe::DreamParams;
using recipe::Parametrisation;

DreamParams fourier(float decay, float contrast, bool decorrelate) {
  DreamParams params;
  params.parametrisation = Parametrisation::fourier;
  params.spectrum_decay = decay;
  params.contrast = contrast;
  params.decorrelate = decorrelate;
  return params;
}

TEST(PictureCodec, DecodesSpectraAsLucidDoes) {
  expect_close(colour_matrix(), golden("colour_matrix"), 1e-6);
  expect_close(decode(golden("decode.even.values"), {12, 8}, fourier(1.0F, 1.0F, true)),
               golden("decode.even.picture"), 2e-5);
  expect_close(decode(golden("decode.odd.values"), {7, 9}, fourier(1.3F, 1.35F, true)),
               golden("decode.odd.picture"), 2e-5);
  expect_close(decode(golden("decode.plain.values"), {10, 6}, fourier(0.7F, 2.0F, false)),
               golden("decode.plain.picture"), 2e-5);
}

TEST(PictureCodec, PixelsAreThemselves) {
  DreamParams params;
  params.parametrisation = Parametrisation::pixel;
  const at::Tensor picture = golden("blur.picture");
  expect_close(decode(picture, {12, 9}, params), picture, 0);
  expect_close(encode(picture, params), picture, 0);
}

TEST(PictureCodec, EncodingIsTheInverse) {
  const at::Tensor picture = golden("blur.picture") * 0.9 + 0.05;
  for (const DreamParams& params :
       {fourier(1, 1, true), fourier(1.4F, 2, true), fourier(0.8F, 0.5F, false)}) {
    expect_close(decode(encode(picture, params), {12, 9}, params), picture, 1e-4);
  }
}

TEST(PictureCodec, BlursPixelsAndSpectra) {
  expect_close(blur_values(golden("blur.picture"), {12, 9}, 0.5F, Parametrisation::pixel),
               golden("blur.half"), 1e-6);
  expect_close(blur_values(golden("blur.picture"), {12, 9}, 1.7F, Parametrisation::pixel),
               golden("blur.wide"), 1e-6);
  expect_close(blur_values(golden("blur.spectrum"), {12, 8}, 0.8F, Parametrisation::fourier),
               golden("blur.spectrum_blurred"), 1e-6);
  expect_close(blur_values(golden("blur.picture"), {12, 9}, 0, Parametrisation::pixel),
               golden("blur.picture"), 0);
}

TEST(PictureCodec, ASpectrumMeansTheSameWavesAtEverySize) {
  const DreamParams params = fourier(1.2F, 1, true);
  const Size small{16, 12};
  const Size large{32, 24};
  // Without the Nyquist row and column, which two sizes do not share.
  at::Tensor values = at::randn({1, 3, 12, 9, 2}, at::detail::createCPUGenerator(7), at::kFloat) * 0.05;
  values.select(2, 6).zero_();
  values.select(3, 8).zero_();
  const at::Tensor coarse = decode(values, small, params);
  const at::Tensor fine =
      decode(resize_values(values, small, large, Parametrisation::fourier), large, params);
  expect_close(fine.slice(2, 0, 24, 2).slice(3, 0, 32, 2), coarse, 1e-5);
  expect_close(resize_values(resize_values(values, small, large, Parametrisation::fourier), large, small,
                             Parametrisation::fourier),
               values, 0);
}

TEST(PictureCodec, MirrorsSpectraLikePixels) {
  const DreamParams params = fourier(1, 1, true);
  const at::Tensor values = golden("decode.even.values");
  const at::Tensor mirrored = decode(mirror_values(values, Parametrisation::fourier), {12, 8}, params);
  // x(-n): column 0 stays, the others turn round. The half spectrum's own columns 0 and 6 must be
  // conjugate-symmetric for that to hold exactly, as those of a real picture are.
  const at::Tensor real = encode(decode(values, {12, 8}, params), params);
  const at::Tensor expected = decode(real, {12, 8}, params).flip(3).roll(1, 3);
  expect_close(decode(mirror_values(real, Parametrisation::fourier), {12, 8}, params), expected, 1e-4);
  expect_close(mirror_values(mirror_values(values, Parametrisation::fourier), Parametrisation::fourier),
               values, 0);
  EXPECT_EQ(mirrored.sizes(), expected.sizes());
}

TEST(PictureCodec, OddAndLopsidedSizesSurviveTheRoundTrip) {
  for (const Size size : {Size{65, 97}, Size{128, 64}, Size{101, 64}}) {
    const DreamParams params = fourier(1.3F, 1.35F, true);
    const at::Tensor picture =
        at::rand({1, 3, size.height, size.width}, at::detail::createCPUGenerator(3), at::kFloat) * 0.8 + 0.1;
    expect_close(decode(encode(picture, params), size, params), picture, 1e-3);
  }
}

}  // namespace
}  // namespace birddream::dream
