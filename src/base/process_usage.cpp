#include "base/process_usage.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>

namespace birddream {
namespace {

using Clock = std::chrono::steady_clock;

/// How old the process is already, by /proc/self/stat (proc_pid_stat(5)): field 22 is its start in clock
/// ticks since the machine's. 0 where that cannot be read.
double age() {
  std::ifstream file("/proc/self/stat");
  std::string text;
  std::getline(file, text);
  // The second field, the program's name, may hold spaces; it ends with the last bracket.
  std::istringstream fields(text.substr(std::min(text.rfind(')') + 1, text.size())));
  std::string field;
  for (int i = 3; i <= 22 && fields; ++i) fields >> field;
  timespec now{};
  if (!fields || clock_gettime(CLOCK_BOOTTIME, &now) != 0) return 0;
  const double begun = std::stod(field) / static_cast<double>(sysconf(_SC_CLK_TCK));
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9 - begun;
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

rusage own_usage() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage;
}

}  // namespace

double seconds_since_start() {
  static const double age_then = age();
  static const Clock::time_point then = Clock::now();
  return age_then + std::chrono::duration<double>(Clock::now() - then).count();
}

double processor_seconds() {
  const rusage usage = own_usage();
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double thread_processor_seconds() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

std::size_t peak_memory() {
  return static_cast<std::size_t>(own_usage().ru_maxrss) * 1024;  // told in KiB
}

}  // namespace birddream
