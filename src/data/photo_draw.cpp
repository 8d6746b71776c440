#include "data/photo_draw.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace birddream::data {

PhotoDraw::PhotoDraw(const PhotoSet& set, std::span<const int> among, double power, std::uint64_t seed)
    : seed_(seed) {
  photos_.resize(set.classes.size());
  for (const int photo : among)
    photos_[static_cast<std::size_t>(set.photos[static_cast<std::size_t>(photo)].species)].push_back(photo);
  std::erase_if(photos_, [](const std::vector<int>& photos) { return photos.empty(); });
  double sum = 0;
  for (const auto& photos : photos_)
    upto_.push_back(sum += std::pow(static_cast<double>(photos.size()), power));
  for (double& bound : upto_) bound /= sum;
}

int PhotoDraw::pick(std::int64_t number, int attempt) const {
  Random random(seed_, static_cast<std::uint64_t>(number));
  for (int i = 0; i < 2 * attempt; ++i) random.bits();
  const auto share = static_cast<double>(random.bits() >> 11) * 0x1.0p-53;
  const auto chosen = std::min<std::size_t>(
      static_cast<std::size_t>(std::ranges::upper_bound(upto_, share) - upto_.begin()), photos_.size() - 1);
  const std::vector<int>& photos = photos_[chosen];
  return photos[random.bits() % photos.size()];
}

}  // namespace birddream::data
