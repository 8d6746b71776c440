#include "base/background.h"

#include <utility>

namespace birddream {

Background::~Background() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  given_.notify_one();
  thread_.join();
}

void Background::run(Work work, std::string file) {
  ++open_;
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back({std::move(work), std::move(file)});
  }
  given_.notify_one();
}

void Background::finish() {
  std::deque<Then> results;
  {
    const std::lock_guard lock(mutex_);
    std::swap(results, results_);
  }
  for (const Then& then : results) {
    --open_;
    if (then) then();
  }
}

void Background::wait() {
  while (busy()) {
    {
      std::unique_lock lock(mutex_);
      done_.wait(lock, [this] { return !results_.empty(); });
    }
    finish();
  }
}

std::string Background::at() const {
  const std::lock_guard lock(mutex_);
  return at_;
}

void Background::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    given_.wait(lock, [this] { return stop_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    const Job job = std::move(jobs_.front());
    jobs_.pop_front();
    at_ = job.file;
    lock.unlock();
    Then then = job.work();
    lock.lock();
    at_.clear();
    results_.push_back(std::move(then));
    done_.notify_one();
  }
}

}  // namespace birddream
