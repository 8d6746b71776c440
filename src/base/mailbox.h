#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace birddream {

/// A mailbox that holds the newest value only: `put` replaces what nobody has taken yet. It is how parameters
/// reach the engine (newest wins) and how frames reach the window (stale ones are dropped).
/// Thread-safe for any number of writers and readers; every call holds the lock for one move.
template <class T>
class Mailbox {
 public:
  void put(T value) {
    {
      const std::lock_guard lock(mutex_);
      value_ = std::move(value);
    }
    filled_.notify_one();
  }

  /// The newest value if one is waiting; never blocks on anything but the lock.
  std::optional<T> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(value_, std::nullopt);
  }

  /// Waits until a value is there or the time is up (nullopt then).
  std::optional<T> take_within(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    filled_.wait_for(lock, patience, [this] { return value_.has_value(); });
    return std::exchange(value_, std::nullopt);
  }

 private:
  std::mutex mutex_;
  std::condition_variable filled_;
  std::optional<T> value_;
};

}  // namespace birddream
