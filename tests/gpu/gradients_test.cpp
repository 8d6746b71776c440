#include "gpu/gradients.h"

#include <optional>

#include "gpu/fixture.h"

namespace birddream::gpu {
namespace {

using cuda::Slice;

class GradientsTest : public OnDevice {
 protected:
  void SetUp() override {
    OnDevice::SetUp();
    arena.emplace(device);
    gradients.emplace(2, backward, *arena);
    for (const int layer : {0, 1}) gradients->set_shape(layer, {nullptr, 1, 2, 2, 8, 8});
  }
  /// Layer 1's gradient comes to layer 0 through a mean.
  void write() { backward.each(cuda::GlobalMeanBackward{gradients->slice(1), gradients->land(0)}, 4); }
  /// Where a launch masks by.
  const cuda::Half* mask_of(std::size_t launch) {
    const cuda::Half* by = nullptr;
    backward.edit<cuda::GlobalMeanBackward>(
        launch, [&](const cuda::GlobalMeanBackward& kernel) { by = kernel.gx.output.data; });
    return by;
  }

  Launches backward;
  std::optional<Arena> arena;
  std::optional<Gradients> gradients;
  cuda::Half number{};
  const Slice output{&number, 1, 2, 2, 8, 8};
};

TEST_F(GradientsTest, TheFirstWritesTheOthersAdd) {
  EXPECT_FALSE(gradients->is_written(0));
  const auto first = gradients->land(0), second = gradients->land(0);
  EXPECT_EQ(first.add, 0);
  EXPECT_EQ(second.add, 1);
  EXPECT_NE(first.to.data, nullptr);
  EXPECT_EQ(first.to.data, second.to.data);
  EXPECT_TRUE(gradients->is_written(0));
  EXPECT_FALSE(gradients->is_written(1));
}

TEST_F(GradientsTest, WhoeverWritesLastMasks) {
  write();
  write();
  gradients->rectify(0, output);
  ASSERT_EQ(backward.size(), 2U) << "no launch of its own";
  EXPECT_EQ(mask_of(0), nullptr);
  EXPECT_EQ(mask_of(1), &number);
}

TEST_F(GradientsTest, APartIsMaskedByItsWholesWriterOrByItself) {
  gradients->lies_in(1, gradients->slice(0), /*masked=*/true);
  gradients->rectify(1, output);
  EXPECT_EQ(backward.size(), 0U);
  gradients->lies_in(1, gradients->slice(0), /*masked=*/false);
  EXPECT_FALSE(gradients->mask_last(1, output)) << "nobody wrote all of it";
  gradients->rectify(1, output);
  ASSERT_EQ(backward.size(), 1U);
  EXPECT_EQ(backward.kernel(0), cuda::number_of<cuda::Mask>);
}

TEST_F(GradientsTest, RedirectingLooksAtThePictureBeforeItPasses) {
  write();
  gradients->rectify_redirected(0, output);
  ASSERT_EQ(backward.size(), 4U);
  EXPECT_EQ(mask_of(0), nullptr);
  EXPECT_EQ(backward.kernel(2), cuda::number_of<cuda::FindAlive>);
  EXPECT_EQ(backward.kernel(3), cuda::number_of<cuda::Redirect>);
}

TEST_F(GradientsTest, AWriterThatCannotMaskIsRefused) {
  const auto to = gradients->land(0);
  backward.each(cuda::Mask{to.to, output}, to.to.lots());
  EXPECT_THROW(gradients->mask_last(0, output), Failure);
}

}  // namespace
}  // namespace birddream::gpu
