#include "app/stop_signal.h"

#include <csignal>

namespace birddream::app {
namespace {

std::atomic<bool> asked{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

void ask(int signal) {
  asked = true;
  std::signal(signal, SIG_DFL);
}

}  // namespace

const std::atomic<bool>& stop_signal() {
  static const bool installed = [] {
    std::signal(SIGINT, ask);
    std::signal(SIGTERM, ask);
    return true;
  }();
  static_cast<void>(installed);
  return asked;
}

}  // namespace birddream::app
