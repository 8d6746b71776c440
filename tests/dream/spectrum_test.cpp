#include "dream/spectrum.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace birddream::dream {
namespace {

/// Random phases under amplitudes that fall as frequency^-decay.
at::Tensor noise(int height, int width, double decay) {
  at::manual_seed(7);
  const double side = std::max(height, width);
  const at::Tensor rows = (at::fft_fftfreq(height) * side).square().unsqueeze(1);
  const at::Tensor columns = (at::fft_rfftfreq(width) * side).square().unsqueeze(0);
  const at::Tensor amplitude = (rows + columns).sqrt().clamp_min(1).pow(-decay);
  const at::Tensor phases = at::complex(at::randn(amplitude.sizes()), at::randn(amplitude.sizes()));
  const at::Tensor gray = at::fft_irfft2(phases * amplitude, at::IntArrayRef({height, width}));
  return (0.5 + 0.1 * gray / gray.std()).expand({1, 3, height, width}).contiguous();
}

TEST(SpectrumSlope, FindsTheSlopeAPictureWasMadeWith) {
  EXPECT_NEAR(spectrum_slope(noise(128, 128, 0)), 0, 0.15);
  EXPECT_NEAR(spectrum_slope(noise(128, 128, 1)), -2, 0.15);
  EXPECT_NEAR(spectrum_slope(noise(160, 96, 1.5)), -3, 0.25);
}

TEST(SpectrumSlope, AnEvenPictureHasNone) {
  EXPECT_EQ(spectrum_slope(at::full({1, 3, 64, 64}, 0.5)), 0);
}

}  // namespace
}  // namespace birddream::dream
