#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace birddream {

/// Work that must not hold up the thread that wants it (reading a photo, writing a picture): a thread of its
/// own does it, one job after the other in the order given. What is to happen with the result, happens on the
/// wanting thread again, in finish(). run() and finish() on that one thread.
class Background {
 public:
  using Then = std::function<void()>;  ///< may be empty
  using Work = std::function<Then()>;

  Background() : thread_([this] { work(); }) {}
  ~Background();  ///< does what was given; what was to happen then is forgotten
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  /// `file`: what it reads or writes, for at(); empty: nothing a person would know.
  void run(Work work, std::string file = "");
  /// Once a frame: what is to happen with the results that are there.
  void finish();
  /// Waits until all that was given is done, and finish()es it.
  void wait();
  /// Something was given that finish() has not ended yet.
  bool busy() const { return open_ > 0; }
  /// The file or folder it is at; empty: none, or none that was named.
  std::string at() const;

 private:
  struct Job {
    Work work;
    std::string file;
  };
  void work();

  mutable std::mutex mutex_;  // guards what follows, but for open_
  std::condition_variable given_, done_;
  std::deque<Job> jobs_;
  std::string at_;
  std::deque<Then> results_;
  bool stop_ = false;
  int open_ = 0;  // the wanting thread's own
  std::thread thread_;
};

}  // namespace birddream
