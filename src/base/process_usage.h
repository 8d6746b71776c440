#pragma once

#include <cstddef>

namespace birddream {

/// Seconds since the kernel began this process: the loading of its libraries counts. To a hundredth.
double seconds_since_start();

/// Processor time of all its threads so far, user and system, seconds.
double processor_seconds();

/// Of the calling thread alone.
double thread_processor_seconds();

/// The most memory that was resident at a time, bytes.
std::size_t peak_memory();

}  // namespace birddream
