#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace birddream {

/// A program that runs beside this one, nicer than it. One thread. What it says goes into a file.
class ChildProcess {
 public:
  enum class State { running, paused, ended };

  /// `arguments`: without the program's name. Error: the program or the file cannot be opened.
  static Result<ChildProcess> start(const std::filesystem::path& program,
                                    const std::vector<std::string>& arguments,
                                    const std::filesystem::path& output);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  /// Asks it to end in order (SIGINT) and waits for that, half a minute at most; then it is ended.
  ~ChildProcess();

  /// Looks whether it still runs; never waits.
  State state();
  void pause();
  void go_on();
  /// Asks it to end in order; watch state().
  void interrupt();
  /// Ends it at once, whatever it does (SIGKILL); watch state().
  void kill();
  /// Once it has ended: 0 when all went well; 128 + signal when it was killed.
  int exit_status() const { return status_; }

 private:
  explicit ChildProcess(pid_t id) : id_(id) {}
  pid_t id_ = -1;  // -1: moved from
  State state_ = State::running;
  int status_ = 0;
};

}  // namespace birddream
