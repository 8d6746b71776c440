// A network that throws, as LibTorch does where memory is short: every way into a Dreamer returns an Error.
#include <c10/util/Exception.h>
#include <gmock/gmock.h>

#include <filesystem>

#include "base/fresh_folder.h"
#include "dream/dreams.h"
#include "dream/tiny_network.h"
#include "image/png.h"

namespace birddream::dream {
namespace {

using recipe::DreamParams;
using testing::HasSubstr;

class Throwing final : public net::Network {
 public:
  std::span<const net::Tap> taps() const override { return inner_->taps(); }
  int classes() const override { return inner_->classes(); }
  at::Device device() const override { return inner_->device(); }
  net::Activations forward(const at::Tensor& image, const std::set<std::string>& wanted,
                           net::ForwardOptions options) const override {
    TORCH_CHECK_WITH(OutOfMemoryError, !throws, "no memory for this test");
    return inner_->forward(image, wanted, options);
  }
  bool throws = true;

 private:
  std::shared_ptr<const net::Network> inner_ = tiny();
};

class Failing : public testing::Test {
 protected:
  void SetUp() override {
    guided_ = small();
    guided_.targets[0] = {recipe::ObjectiveKind::guide, "", "features", 0, 1, photo_.string()};
    ASSERT_TRUE(image::write_png(photo_, image::Rgb8(160, 160)));
  }

  const FreshFolder folder_;
  const std::filesystem::path photo_ = folder_ / "guide.png";
  const std::shared_ptr<Throwing> network_ = std::make_shared<Throwing>();
  DreamParams guided_;
};

TEST_F(Failing, AGuidesPhotoThatCannotBeLookedAtRefusesTheStart) {
  const auto begun = Dreamer::begin(network_, guided_, index_of);
  ASSERT_FALSE(begun.ok());
  EXPECT_THAT(begun.error().message, HasSubstr("Out of memory starting the dream"));
}

TEST_F(Failing, AGuideThatComesLaterChangesNothing) {
  const auto dreamer = begin(network_, small());
  const Status set = dreamer->set_params(guided_);
  ASSERT_FALSE(set.ok());
  EXPECT_THAT(set.error().message, HasSubstr("Out of memory changing the parameters"));
  EXPECT_EQ(dreamer->params(), small());
  network_->throws = false;
  run(*dreamer, 1);
}

TEST_F(Failing, WeightsThatCannotLookAtTheGuideLeaveTheOldOnes) {
  const auto dreamer = begin(tiny(), guided_);
  const Status set = dreamer->set_network(network_);
  ASSERT_FALSE(set.ok());
  EXPECT_THAT(set.error().message, HasSubstr("Out of memory changing the network"));
  run(*dreamer, 1);
}

TEST_F(Failing, WhatIsAskedAboutThePictureIsAnsweredWithTheReason) {
  const auto dreamer = begin(network_, small());
  EXPECT_THAT(dreamer->classify(3).error().message, HasSubstr("Out of memory looking at the picture"));
  const auto onlooker = begin(tiny(), small());
  EXPECT_THAT(onlooker->probabilities_under(*network_).error().message,
              HasSubstr("Out of memory looking at the picture"));
  run(*onlooker, 1);
}

}  // namespace
}  // namespace birddream::dream
