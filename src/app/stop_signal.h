#pragma once

#include <atomic>

#include "app/outcome.h"

namespace birddream::app {

/// Becomes true with the first Ctrl+C (or SIGTERM); long work then ends in order. The second one ends the
/// process at once. Installs the handlers when first called.
const std::atomic<bool>& stop_signal();

/// How a command ends that the signal ended before it was done: as a shell says of a program that died of it.
inline Outcome interrupted(std::string message) {
  return {130, std::move(message)};
}
/// How one ends that was not done, be it by the signal.
inline Outcome unfinished(const Error& why) {
  return stop_signal() ? interrupted(why.message) : failed(why);
}

}  // namespace birddream::app
