#include "data/augment.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "image/resize.h"

namespace birddream::data {
namespace {

/// Where the view's pixels come from: photo position = centre + right * u + down * v, u and v in -0.5..0.5.
struct Frame {
  float cx, cy;
  float right_x, right_y, down_x, down_y;
};

Frame draw_frame(const image::Rgb8& photo, const Augmentation& how, Random& random) {
  const auto width = static_cast<float>(photo.width), height = static_cast<float>(photo.height);
  const float side = std::sqrt(random.uniform(how.least_area, 1)) * std::min(width, height);
  const float bend = std::sqrt(std::exp(random.uniform(-1, 1) * std::log(how.stretch)));
  const float w = std::min(side * bend, width), h = std::min(side / bend, height);
  Frame frame{};
  frame.cx = random.uniform(w / 2, width - w / 2);
  frame.cy = random.uniform(h / 2, height - h / 2);
  const float angle = random.uniform(-1, 1) * how.rotation;
  const float mirror = how.flip && random.coin() ? -1.0F : 1.0F;
  frame.right_x = mirror * w * std::cos(angle);
  frame.right_y = mirror * w * std::sin(angle);
  frame.down_x = -h * std::sin(angle);
  frame.down_y = h * std::cos(angle);
  return frame;
}

using Rgb = std::array<float, 3>;

/// Bilinear, in 0..255; outside, the photo is mirrored at its edges.
Rgb sample(const image::Rgb8& photo, float x, float y) {
  const auto mirrored = [](float v, int size) {
    const auto last = static_cast<float>(size - 1);
    if (v < 0) v = -v;
    if (v > last) v = 2 * last - v;
    return std::clamp(v, 0.0F, last);
  };
  x = mirrored(x - 0.5F, photo.width);
  y = mirrored(y - 0.5F, photo.height);
  const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
  const int x1 = std::min(x0 + 1, photo.width - 1), y1 = std::min(y0 + 1, photo.height - 1);
  const float fx = x - static_cast<float>(x0), fy = y - static_cast<float>(y0);
  const std::uint8_t *a = photo.at(x0, y0), *b = photo.at(x1, y0), *c = photo.at(x0, y1),
                     *d = photo.at(x1, y1);
  Rgb value{};
  for (std::size_t i = 0; i < 3; ++i) {
    const float top = a[i] + fx * static_cast<float>(b[i] - a[i]);
    const float bottom = c[i] + fx * static_cast<float>(d[i] - c[i]);
    value[i] = top + fy * (bottom - top);
  }
  return value;
}

/// Colour as a matrix and an offset: value' = gain * (gray + saturation * (value - gray)) + offset.
struct Colour {
  float gain = 1, offset = 0, saturation = 1;

  void apply(Rgb& value) const {
    const float gray = 0.299F * value[0] + 0.587F * value[1] + 0.114F * value[2];  // luma, Rec. 601
    for (float& v : value) v = std::clamp(gain * (gray + saturation * (v - gray)) + offset, 0.0F, 1.0F);
  }
};

Colour draw_colour(float strength, Random& random) {
  Colour colour;
  colour.gain = 1 + random.uniform(-1, 1) * strength;
  colour.saturation = 1 + random.uniform(-1, 1) * strength;
  // Contrast turns about the middle; brightness moves on top of that.
  colour.offset = 0.5F * (1 - colour.gain) + 0.5F * random.uniform(-1, 1) * strength;
  return colour;
}

}  // namespace

void augment(const image::Rgb8& photo, const Augmentation& how, Random& random, int side,
             std::span<float> out) {
  const Frame frame = draw_frame(photo, how, random);
  const Colour colour = draw_colour(how.colour, random);
  // Where the view shrinks the photo, several samples a pixel keep it from aliasing.
  const float across = std::hypot(frame.right_x, frame.right_y),
              along = std::hypot(frame.down_x, frame.down_y);
  const int taps =
      std::clamp(static_cast<int>(std::lround(std::max(across, along) / static_cast<float>(side))), 1, 8);
  const float step = 1.0F / static_cast<float>(side * taps);
  const auto plane = static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
  const float share = 1.0F / (255.0F * static_cast<float>(taps * taps));
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      Rgb sum{};
      for (int tap = 0; tap < taps * taps; ++tap) {
        const float u = (static_cast<float>(column * taps + tap % taps) + 0.5F) * step - 0.5F;
        const float v = (static_cast<float>(row * taps + tap / taps) + 0.5F) * step - 0.5F;
        const Rgb one = sample(photo, frame.cx + u * frame.right_x + v * frame.down_x,
                               frame.cy + u * frame.right_y + v * frame.down_y);
        for (std::size_t i = 0; i < 3; ++i) sum[i] += one[i];
      }
      for (float& value : sum) value *= share;
      colour.apply(sum);
      const auto place =
          static_cast<std::size_t>(row) * static_cast<std::size_t>(side) + static_cast<std::size_t>(column);
      for (std::size_t i = 0; i < 3; ++i) out[i * plane + place] = sum[i];
    }
  }
}

void centre_view(const image::Rgb8& photo, float part, int side, std::span<float> out) {
  const int whole = static_cast<int>(std::lround(static_cast<float>(side) / part));
  const image::Rgb8 view = image::cover_crop(photo, whole, whole, image::Filter::triangle);
  const auto planar = image::to_planar(view);
  const auto margin = static_cast<std::size_t>((whole - side) / 2);
  const auto from = static_cast<std::size_t>(whole), to = static_cast<std::size_t>(side);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    for (std::size_t row = 0; row < to; ++row) {
      const auto line = std::span(planar).subspan((channel * from + row + margin) * from + margin, to);
      std::ranges::copy(line, out.begin() + static_cast<std::ptrdiff_t>((channel * to + row) * to));
    }
  }
}

}  // namespace birddream::data
