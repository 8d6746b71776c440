#include "app/ranks_env.h"

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace birddream::app {
namespace {

bool read(const char* variable, int& value) {
  const char* text = std::getenv(variable);
  if (text == nullptr || *text == '\0') return true;
  const std::string_view all(text);
  const auto [end, problem] = std::from_chars(all.data(), all.data() + all.size(), value);
  return problem == std::errc() && end == all.data() + all.size();
}

}  // namespace

Result<Place> place_among_processes() {
  Place place;
  if (!read("RANK", place.rank) || !read("WORLD_SIZE", place.count) || place.count < 1 || place.rank < 0 ||
      place.rank >= place.count) {
    return Error{"The environment variables RANK and WORLD_SIZE are not a number below another one."};
  }
  return place;
}

}  // namespace birddream::app
