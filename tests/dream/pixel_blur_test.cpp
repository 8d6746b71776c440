#include "dream/pixel_blur.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include "dream/golden.h"
#include "dream/picture_codec.h"

namespace birddream::dream {
namespace {

using recipe::Parametrisation;

TEST(PixelBlur, IsTheGaussianOfItsDefinition) {
  EXPECT_LT((blur_picture(golden("blur.picture"), 0.5F) - golden("blur.half")).abs().max().item<float>(),
            1e-6F);
  EXPECT_LT((blur_picture(golden("blur.picture"), 1.7F) - golden("blur.wide")).abs().max().item<float>(),
            1e-6F);
}

TEST(PixelBlur, IsThePlainOnesAtEverySize) {
  at::manual_seed(4);
  for (const auto& [height, width] : {std::pair{3, 2}, {5, 130}, {224, 224}, {97, 33}}) {
    const at::Tensor picture = at::rand({1, 3, height, width});
    for (const float sigma : {0.3F, 0.5F, 1.0F, 6.0F}) {
      const at::Tensor plain = blur_values(picture, {width, height}, sigma, Parametrisation::pixel);
      EXPECT_LT((blur_picture(picture, sigma) - plain).abs().max().item<float>(), 2e-6F)
          << width << " x " << height << ", sigma " << sigma;
    }
  }
}

TEST(PixelBlur, DoesNotDependOnThreads) {
  const at::Tensor picture = at::rand({1, 3, 128, 128});
  const at::Tensor once = blur_picture(picture, 0.8F);
  const int threads = at::get_num_threads();
  at::set_num_threads(1);
  EXPECT_TRUE(at::equal(once, blur_picture(picture, 0.8F)));
  at::set_num_threads(threads);
}

}  // namespace
}  // namespace birddream::dream
