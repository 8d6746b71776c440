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
  /// Error: it cannot be started.
  static Result<BenchPeer> start(const std::vector<std::string>& command);
  BenchPeer(BenchPeer&& other) noexcept;
  BenchPeer(const BenchPeer&) = delete;
  BenchPeer& operator=(const BenchPeer&) = delete;
  BenchPeer& operator=(BenchPeer&&) = delete;
  ~BenchPeer();  ///< asks it to end, and waits

  /// Waits for the answer. Error: the peer's own, or it ended, or answered something else.
  Result<nlohmann::json> ask(const nlohmann::json& request);

 private:
  BenchPeer(pid_t id, int to, int from) : id_(id), to_(to), from_(from) {}
  pid_t id_;  // -1: moved from
  int to_, from_;
  std::string rest_;  // read, but not yet a whole line
};

}  // namespace birddream::app
