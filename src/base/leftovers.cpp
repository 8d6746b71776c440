#include "base/leftovers.h"

#include <sys/types.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <optional>
#include <string>
#include <system_error>

namespace birddream {
namespace {

/// The process in a name as PendingFile gives it: .STEM.PROCESS-NUMBER.partEXTENSION.
std::optional<pid_t> maker_of(std::string_view name, std::string_view extension) {
  const std::string ending = ".part" + std::string(extension);
  if (!name.starts_with('.') || !name.ends_with(ending)) return std::nullopt;
  name.remove_suffix(ending.size());
  name.remove_prefix(std::min(name.rfind('.') + 1, name.size()));
  const char* end = name.data() + name.size();
  pid_t process = 0;
  const auto [dash, wrong] = std::from_chars(name.data(), end, process);
  if (wrong != std::errc() || process <= 0 || dash == end || *dash != '-') return std::nullopt;
  unsigned number = 0;
  const auto [rest, odd] = std::from_chars(dash + 1, end, number);
  return odd == std::errc() && rest == end ? std::optional(process) : std::nullopt;
}

}  // namespace

void remove_leftovers(const std::filesystem::path& folder, std::string_view extension) {
  namespace fs = std::filesystem;
  std::error_code problem;
  for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end;
       entry.increment(problem)) {
    const auto maker = maker_of(entry->path().filename().string(), extension);
    std::error_code ignored;
    if (maker && ::kill(*maker, 0) != 0 && errno == ESRCH) fs::remove(entry->path(), ignored);
  }
}

}  // namespace birddream
