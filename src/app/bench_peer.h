#pragma once

#include <sys/types.h>

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/result.h"

namespace birddream::app {

/// Another program that the bench measures beside this one: it answers one JSON request a line
/// (bench/peers/peer.py). One thread.
class BenchPeer {
 public:
  /// In a process group of its own, so that Ctrl+C on the terminal reaches it through this program alone.
  /// Error: it cannot be started.
  static Result<BenchPeer> start(const std::vector<std::string>& command);
  BenchPeer(BenchPeer&& other) noexcept;
  BenchPeer(const BenchPeer&) = delete;
  BenchPeer& operator=(const BenchPeer&) = delete;
  BenchPeer& operator=(BenchPeer&&) = delete;
  /// Asks it to end, and waits; one that still owes an answer is killed.
  ~BenchPeer();

  /// Waits for the answer. Error: the peer's own, or it ended, or answered something else, or stop_signal().
  Result<nlohmann::json> ask(const nlohmann::json& request);

 private:
  BenchPeer(pid_t id, int to, int from) : id_(id), to_(to), from_(from) {}
  pid_t id_;  // -1: moved from
  int to_, from_;
  std::string rest_;   // read, but not yet a whole line
  bool owes_ = false;  // an answer
};

}  // namespace birddream::app
