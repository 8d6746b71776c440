#include "image/resize.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "image/planar_view.h"

namespace birddream::image {
namespace {

/// A stretch of one axis in pixels; pixel i covers i..i+1.
struct Span1 {
  double begin = 0, end = 0;
};

struct Taps {
  int first = 0;
  std::vector<float> weights;
};

double reach(Filter filter) {
  return filter == Filter::triangle ? 1.0 : 2.0;
}

double kernel(Filter filter, double x) {
  x = std::abs(x);
  if (filter == Filter::triangle) return std::max(0.0, 1.0 - x);
  if (x < 1.0) return (1.5 * x - 2.5) * x * x + 1.0;
  if (x < 2.0) return ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0;
  return 0.0;
}

/// For every new pixel the old pixels under the filter around its centre, and their weights.
std::vector<Taps> taps_of(int old_size, Span1 part, int new_size, Filter filter) {
  const double step = (part.end - part.begin) / new_size;
  const double widening = std::max(step, 1.0);
  const double radius = reach(filter) * widening;
  std::vector<Taps> all(static_cast<std::size_t>(new_size));
  for (int i = 0; i < new_size; ++i) {
    Taps& taps = all[static_cast<std::size_t>(i)];
    const double centre = part.begin + (i + 0.5) * step;
    taps.first = std::clamp(static_cast<int>(std::lround(centre - radius)), 0, old_size - 1);
    const int end = std::clamp(static_cast<int>(std::lround(centre + radius)), taps.first + 1, old_size);
    std::vector<double> weights;
    double sum = 0.0;
    for (int at = taps.first; at < end; ++at) {
      weights.push_back(kernel(filter, (at + 0.5 - centre) / widening));
      sum += weights.back();
    }
    for (const double weight : weights) taps.weights.push_back(static_cast<float>(weight / sum));
  }
  return all;
}

/// A picture of either layout as numbers 0..1: `stride` from pixel to pixel, `plane` from channel to channel.
template <class T>
struct Samples {
  const T* data;
  int width, height;
  std::size_t stride, plane;
  float unit;
};

/// Rows first, so that the larger second pass runs over whole rows.
template <class T>
std::vector<float> resample(const Samples<T>& in, Span1 columns, Span1 rows, int width, int height,
                            Filter filter) {
  const auto across = taps_of(in.width, columns, width, filter);
  const auto down = taps_of(in.height, rows, height, filter);
  const int top = down.front().first;
  const int bottom = down.back().first + static_cast<int>(down.back().weights.size());
  const auto row_size = static_cast<std::size_t>(width);
  std::vector<float> narrow(row_size * static_cast<std::size_t>(bottom - top));
  std::vector<float> planar(3 * row_size * static_cast<std::size_t>(height), 0.0F);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    for (int y = top; y < bottom; ++y) {
      const T* from = in.data + channel * in.plane +
                      static_cast<std::size_t>(y) * static_cast<std::size_t>(in.width) * in.stride;
      float* to = narrow.data() + static_cast<std::size_t>(y - top) * row_size;
      for (const Taps& taps : across) {
        const T* sample = from + static_cast<std::size_t>(taps.first) * in.stride;
        float sum = 0.0F;
        for (const float weight : taps.weights) {
          sum += weight * static_cast<float>(*sample);
          sample += in.stride;
        }
        *to++ = sum * in.unit;
      }
    }
    float* to = planar.data() + channel * row_size * static_cast<std::size_t>(height);
    for (const Taps& taps : down) {
      const float* from = narrow.data() + static_cast<std::size_t>(taps.first - top) * row_size;
      for (const float weight : taps.weights) {
        for (std::size_t x = 0; x < row_size; ++x) to[x] += weight * from[x];
        from += row_size;
      }
      to += row_size;
    }
  }
  return planar;
}

bool fits(std::size_t values, int width, int height, int new_width, int new_height) {
  return width > 0 && height > 0 && new_width > 0 && new_height > 0 &&
         values == 3 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
}

Samples<float> samples_of(std::span<const float> planar, int width, int height) {
  return {planar.data(), width, height, 1, static_cast<std::size_t>(width) * static_cast<std::size_t>(height),
          1.0F};
}

Samples<std::uint8_t> samples_of(const Rgb8& picture) {
  return {picture.pixels.data(), picture.width, picture.height, 3, 1, 1.0F / 255.0F};
}

template <class T>
std::vector<float> whole(const Samples<T>& in, int width, int height, Filter filter) {
  return resample(in, {0.0, static_cast<double>(in.width)}, {0.0, static_cast<double>(in.height)}, width,
                  height, filter);
}

template <class T>
std::vector<float> centre(const Samples<T>& in, int width, int height, Filter filter) {
  const double scale =
      std::min(static_cast<double>(in.width) / width, static_cast<double>(in.height) / height);
  const double left = (in.width - width * scale) / 2, top = (in.height - height * scale) / 2;
  return resample(in, {left, in.width - left}, {top, in.height - top}, width, height, filter);
}

Rgb8 bytes_of(std::vector<float> planar, int width, int height) {
  return to_rgb8(own(std::move(planar), width, height));
}

}  // namespace

std::vector<float> resize(std::span<const float> planar, int width, int height, int new_width, int new_height,
                          Filter filter) {
  if (!fits(planar.size(), width, height, new_width, new_height)) return {};
  return whole(samples_of(planar, width, height), new_width, new_height, filter);
}

Rgb8 resize(const Rgb8& picture, int new_width, int new_height, Filter filter) {
  if (!fits(picture.pixels.size(), picture.width, picture.height, new_width, new_height)) return {};
  if (new_width == picture.width && new_height == picture.height) return picture;
  return bytes_of(whole(samples_of(picture), new_width, new_height, filter), new_width, new_height);
}

std::vector<float> cover_crop(std::span<const float> planar, int width, int height, int new_width,
                              int new_height, Filter filter) {
  if (!fits(planar.size(), width, height, new_width, new_height)) return {};
  return centre(samples_of(planar, width, height), new_width, new_height, filter);
}

Rgb8 cover_crop(const Rgb8& picture, int new_width, int new_height, Filter filter) {
  if (!fits(picture.pixels.size(), picture.width, picture.height, new_width, new_height)) return {};
  return bytes_of(centre(samples_of(picture), new_width, new_height, filter), new_width, new_height);
}

}  // namespace birddream::image
