#include "image/limits.h"

#include <new>
#include <string>

namespace birddream::image {

Status check_size(std::string_view name, std::int64_t width, std::int64_t height) {
  const std::string where(name);
  const std::string size = std::to_string(width) + "x" + std::to_string(height);
  if (width < 1 || height < 1) return Error{where + ": states an empty size (" + size + "); it is damaged."};
  if (width > largest_side || height > largest_side || width * height > most_pixels) {
    return Error{where + ": " + size + " pixels are too many. At most " + std::to_string(largest_side) +
                 " a side and " + std::to_string(most_pixels / 1'000'000) +
                 " million together are read; scale it down first."};
  }
  return {};
}

bool is_whole(const Rgb8& picture) {
  return picture.width >= 0 && picture.height >= 0 &&
         picture.pixels.size() == std::size_t{3} * static_cast<std::size_t>(picture.width) *
                                      static_cast<std::size_t>(picture.height);
}

Result<Rgb8> make_picture(std::string_view name, std::int64_t width, std::int64_t height) {
  if (const Status fits = check_size(name, width, height); !fits) return fits.error();
  try {
    return Rgb8(static_cast<int>(width), static_cast<int>(height));
  } catch (const std::bad_alloc&) {
    return Error{std::string(name) + ": not enough memory for " + std::to_string(width) + "x" +
                 std::to_string(height) + " pixels. Scale it down first."};
  }
}

}  // namespace birddream::image
