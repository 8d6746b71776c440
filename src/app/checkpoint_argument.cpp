#include "app/checkpoint_argument.h"

#include <system_error>

namespace birddream::app {

CheckpointArgument split_argument(const std::string& text, std::string_view signs) {
  const auto split_at = [&](std::size_t end) {
    return CheckpointArgument{text.substr(0, end), text.substr(end)};
  };
  std::error_code ignored;
  for (std::size_t end = text.size(); end != std::string::npos && end > 0;
       end = text.find_last_of(signs, end - 1)) {
    if (std::filesystem::is_regular_file(text.substr(0, end), ignored)) return split_at(end);
  }
  // "x".find_last_of('/') + 1 is 0.
  const auto end = text.find_first_of(signs, text.find_last_of('/') + 1);
  return split_at(end == std::string::npos ? text.size() : end);
}

}  // namespace birddream::app
