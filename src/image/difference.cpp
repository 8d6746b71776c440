#include "image/difference.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "image/rgb8.h"

namespace birddream::image {
namespace {

constexpr std::array<float, 5> reaches = {0.05F, 0.1F, 0.2F, 0.5F, 1.0F};
constexpr double beyond = 0.005;  // share of the pixels that may lie beyond the reach

constexpr std::array<float, 3> neutral = {0.09F, 0.09F, 0.10F};
constexpr std::array<float, 3> warm = {1.00F, 0.62F, 0.42F};
constexpr std::array<float, 3> cold = {0.42F, 0.74F, 1.00F};

std::string size_of(const PlanarView& view) {
  return std::to_string(view.width) + " x " + std::to_string(view.height);
}

float reach_of(const std::vector<float>& values) {
  const auto allowed = static_cast<std::ptrdiff_t>(beyond * static_cast<double>(values.size()));
  for (const float reach : reaches) {
    const auto over = std::ranges::count_if(values, [&](float value) { return std::abs(value) > reach; });
    if (over <= allowed) return reach;
  }
  return reaches.back();
}

}  // namespace

std::array<float, 3> difference_colour(float share) {
  const float amount = std::isfinite(share) ? std::min(std::abs(share), 1.0F) : 1.0F;
  const auto& end = share < 0 ? cold : warm;
  std::array<float, 3> colour{};
  for (std::size_t i = 0; i < 3; ++i) colour[i] = neutral[i] + amount * (end[i] - neutral[i]);
  return colour;
}

Result<Difference> signed_difference(const PlanarView& a, const PlanarView& b) {
  if (a.empty() || b.empty() || a.memory != Memory::cpu || b.memory != Memory::cpu)
    return Error{"A difference needs two pictures in the computer's memory."};
  if (a.width != b.width || a.height != b.height)
    return Error{"The two pictures differ in size: " + size_of(a) + " and " + size_of(b) + "."};
  const std::size_t pixels = a.floats() / 3;
  std::vector<float> values(pixels);
  for (std::size_t i = 0; i < pixels; ++i) {
    float sum = 0;
    for (std::size_t c = 0; c < 3; ++c) sum += a.data[c * pixels + i] - b.data[c * pixels + i];
    values[i] = sum / 3;
  }
  const float reach = reach_of(values);
  std::vector<float> planar(a.floats());
  for (std::size_t i = 0; i < pixels; ++i) {
    const auto colour = difference_colour(values[i] / reach);
    for (std::size_t c = 0; c < 3; ++c) planar[c * pixels + i] = colour[c];
  }
  return Difference{own(std::move(planar), a.width, a.height), reach};
}

}  // namespace birddream::image
