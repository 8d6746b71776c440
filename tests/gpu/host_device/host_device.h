#pragma once

#include <atomic>

/// The plug-in's interface on host memory: the same kernels, run one item after the other, so that all of a
/// step on the GPU is run by tests on machines without one; and every failure can be had.
enum class HostFault {
  none,
  no_device,
  memory,  ///< nothing is left after `memory_left` bytes
  pinned_memory,
  capture_begin,
  capture_end,
  launch,
  replay,
  wait,
};

struct HostDevice {
  HostFault fault = HostFault::none;
  long memory_left = 0;       ///< bytes, with HostFault::memory
  std::atomic<int> live = 0;  ///< pieces of memory, graphs and events not given back
  int captures = 0, replays = 0, launches = 0;
};

extern "C" HostDevice* host_device();
