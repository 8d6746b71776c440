#pragma once

#include <atomic>

namespace birddream::app {

/// Becomes true with the first Ctrl+C (or SIGTERM); long work then ends in order. The second one ends the
/// process at once. Installs the handlers when first called.
const std::atomic<bool>& stop_signal();

}  // namespace birddream::app
