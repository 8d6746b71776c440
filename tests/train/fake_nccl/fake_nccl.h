#pragma once

#include <atomic>

/// What a test turns in the fake NCCL, from its function fake_nccl().
struct FakeNccl {
  std::atomic<int> refuses_to_join{0};  ///< a result code, 0: does not
  std::atomic<int> sums_left{-1};       ///< after so many it breaks down; -1: never
  std::atomic<int> open{0};             ///< communicators not yet given back
};
