#include "image/rgb8.h"

#include <algorithm>
#include <utility>

namespace birddream::image {
namespace {

std::size_t area(int width, int height) {
  return static_cast<std::size_t>(std::max(width, 0)) * static_cast<std::size_t>(std::max(height, 0));
}

std::uint8_t to_byte(float value) {
  // The order of the comparisons makes NaN black.
  if (!(value > 0.0F)) return 0;
  if (value >= 1.0F) return 255;
  // Positive here, so truncation rounds; std::lround would be a call for every value.
  return static_cast<std::uint8_t>(value * 255.0F + 0.5F);  // NOLINT(bugprone-incorrect-roundings)
}

}  // namespace

Rgb8::Rgb8(int w, int h, std::uint8_t gray)
    : width(std::max(w, 0)), height(std::max(h, 0)), pixels(3 * area(w, h), gray) {}

std::uint8_t* Rgb8::at(int x, int y) {
  return pixels.data() +
         3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
}

const std::uint8_t* Rgb8::at(int x, int y) const {
  return pixels.data() +
         3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
}

Rgb8 to_rgb8(const PlanarView& picture) {
  if (picture.empty() || picture.memory != Memory::cpu) return {};
  Rgb8 bytes(picture.width, picture.height);
  const std::size_t plane = area(picture.width, picture.height);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const float* from = picture.data + channel * plane;
    std::uint8_t* to = bytes.pixels.data() + channel;
    for (std::size_t i = 0; i < plane; ++i) to[3 * i] = to_byte(from[i]);
  }
  return bytes;
}

std::vector<float> to_planar(const Rgb8& picture) {
  const std::size_t plane = area(picture.width, picture.height);
  std::vector<float> planar(3 * plane);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const std::uint8_t* from = picture.pixels.data() + channel;
    float* to = planar.data() + channel * plane;
    for (std::size_t i = 0; i < plane; ++i) to[i] = static_cast<float>(from[3 * i]) / 255.0F;
  }
  return planar;
}

PlanarView own(std::vector<float> planar, int width, int height) {
  PlanarView view;
  if (planar.empty() || planar.size() != 3 * area(width, height)) return view;
  auto owner = std::make_shared<const std::vector<float>>(std::move(planar));
  view.data = owner->data();
  view.owner = std::move(owner);
  view.width = width;
  view.height = height;
  return view;
}

}  // namespace birddream::image
