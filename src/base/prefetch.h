#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace birddream {

/// Makes make(first), make(first + 1) ... in threads of its own, a bounded number ahead of the reader, and
/// hands them out in order. `make` is called from several threads at once and must be a pure function of the
/// number for the results not to depend on how many threads there are. What it throws, next() throws in its
/// place.
template <class T>
class Prefetch {
 public:
  /// `threads` and `ahead` at least 1. `end`: one past the last number to make.
  Prefetch(std::function<T(std::int64_t)> make, std::int64_t first, std::int64_t end, int threads, int ahead)
      : make_(std::move(make)), next_(first), claimed_(first), end_(end), ahead_(ahead) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
  }
  ~Prefetch() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  Prefetch(const Prefetch&) = delete;
  Prefetch& operator=(const Prefetch&) = delete;

  /// The next one; waits for it. Not to be called more often than there are numbers up to `end`. One thread.
  T next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return made_.contains(next_); });
    Made made = std::move(made_.extract(next_).mapped());
    ++next_;
    lock.unlock();
    changed_.notify_all();
    if (made.problem) std::rethrow_exception(made.problem);
    return std::move(*made.value);
  }

 private:
  struct Made {
    std::optional<T> value;
    std::exception_ptr problem;
  };

  void work() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return stop_ || claimed_ >= end_ || claimed_ < next_ + ahead_; });
      if (stop_ || claimed_ >= end_) return;
      const std::int64_t number = claimed_++;
      lock.unlock();
      Made made;
      try {
        made.value.emplace(make_(number));
      } catch (...) {  // a batch that the memory does not hold
        made.problem = std::current_exception();
      }
      lock.lock();
      made_.emplace(number, std::move(made));
      changed_.notify_all();
    }
  }

  const std::function<T(std::int64_t)> make_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::int64_t, Made> made_;
  std::int64_t next_;
  std::int64_t claimed_;
  const std::int64_t end_;
  const int ahead_;
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace birddream
