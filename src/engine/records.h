#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "engine/engine.h"
#include "engine/timeline.h"

namespace birddream::engine {

/// What the worker writes down and the window asks for: each step's report, how the dream was steered, what
/// the stepper says of itself. Every member is safe on any thread.
class Records {
 public:
  /// Bounded: of a log that nobody takes, the newest half of 65,536 stays.
  void log(LoggedStep step);
  std::vector<LoggedStep> take_log();

  void set_info(EngineInfo info);
  EngineInfo info() const;

  /// A dream begins.
  void restart(const Change& start, std::uint64_t dream);
  void note(const Change& change);
  /// Another dream takes over, with its own past, under a new number.
  void take_over(Timeline timeline, std::uint64_t dream);
  Timeline timeline() const;
  /// How many changes it has.
  std::size_t changes() const;

 private:
  mutable std::mutex mutex_;
  std::vector<LoggedStep> log_;
  EngineInfo info_;
  Timeline timeline_;
};

}  // namespace birddream::engine
