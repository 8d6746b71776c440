#include "train/prior.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace birddream::train {
namespace {

TEST(LogPrior, FollowsThePhotosThatAreTrainedOn) {
  data::PhotoSet set;
  set.classes.resize(3);
  for (const int species : {0, 0, 0, 0, 1, 1, 2}) set.photos.push_back({"photo", species});
  // The last class's only photo is held out, and so is one of the first's: 3, 2 and none, which counts as
  // one.
  const std::vector<int> among = {0, 1, 3, 4, 5};
  const at::Tensor prior = log_prior(set, among, 0.5);
  const double mean = (std::log(3.0) + std::log(2.0)) / 6;
  EXPECT_NEAR(prior[0].item<double>(), std::log(3.0) / 2 - mean, 1e-6);
  EXPECT_NEAR(prior[1].item<double>(), std::log(2.0) / 2 - mean, 1e-6);
  EXPECT_NEAR(prior[2].item<double>(), -mean, 1e-6);
  EXPECT_TRUE(at::equal(log_prior(set, among, 0), at::zeros({3})));
}

}  // namespace
}  // namespace birddream::train
