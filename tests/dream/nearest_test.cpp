#include "dream/nearest.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

#include "dream/tiny_network.h"

namespace birddream::dream {
namespace {

/// Its features are the mean colour; it looks for red, for dark blue strongly, and for gray.
class ColourNetwork final : public net::Network {
 public:
  std::span<const net::Tap> taps() const override { return taps_; }
  int classes() const override { return 3; }
  at::Device device() const override { return at::kCPU; }
  at::Tensor class_weights() const override {
    return at::tensor({1.0F, 0.0F, 0.0F, 0.0F, 0.0F, 40.0F, 1.0F, 1.0F, 1.0F}).view({3, 3});
  }
  net::Activations forward(const at::Tensor& image, const std::set<std::string>& wanted,
                           net::ForwardOptions) const override {
    net::Activations found;
    if (wanted.contains("pool")) found["pool"] = image.mean({2, 3}, /*keepdim=*/true);
    return found;
  }

 private:
  std::vector<net::Tap> taps_ = {{"early", 9}, {"pool", 3}, {"logits", 3}};
};

at::Tensor even(float red, float green, float blue) {
  return at::tensor({red, green, blue}).view({1, 3, 1, 1}).expand({1, 3, 8, 8}).contiguous();
}

TEST(Nearest, GoesByTheDirectionNotTheStrength) {
  const auto found = nearest_classes(ColourNetwork(), even(0.9F, 0.1F, 0.2F), 3);
  ASSERT_EQ(found.size(), 3U);
  const float length = std::sqrt(0.81F + 0.01F + 0.04F);
  EXPECT_EQ(found[0].class_index, 0);
  EXPECT_NEAR(found[0].cosine, 0.9F / length, 1e-6F);
  EXPECT_EQ(found[1].class_index, 2);
  EXPECT_NEAR(found[1].cosine, 1.2F / (length * std::sqrt(3.0F)), 1e-6F);
  EXPECT_EQ(found[2].class_index, 1) << "its weights are long, but point elsewhere";
  EXPECT_NEAR(found[2].cosine, 0.2F / length, 1e-6F);
}

TEST(Nearest, AsManyAsAskedForAndNoMoreThanThereAre) {
  EXPECT_EQ(nearest_classes(ColourNetwork(), even(0, 0, 1), 1).front().class_index, 1);
  EXPECT_EQ(nearest_classes(ColourNetwork(), even(0, 0, 1), 9).size(), 3U);
}

TEST(Nearest, APictureWithoutFeaturesIsNearToNothing) {
  for (const Similar& like : nearest_classes(ColourNetwork(), even(0, 0, 0), 3)) EXPECT_EQ(like.cosine, 0);
}

TEST(Nearest, ANetworkThatDoesNotTellGivesNone) {
  EXPECT_TRUE(nearest_classes(*tiny(), even(1, 0, 0), 3).empty());
}

}  // namespace
}  // namespace birddream::dream
