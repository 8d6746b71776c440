#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace birddream::app {

struct Finished {
  int code = -1;  ///< exit status; 128 + signal when killed
  std::string out;
  std::string err;
};

/// The program that was built beside this test, while it runs. Killed when it goes out of scope.
class Running {
 public:
  Running(pid_t id, std::filesystem::path out, std::filesystem::path err);
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  pid_t id() const { return id_; }
  /// What it has said so far on stderr.
  std::string said() const;
  void signal(int number) const;
  /// Whether `wanted` came true before it ended (or before a time in which nothing can be going on any more).
  bool until(const std::function<bool()>& wanted);
  Finished wait();

 private:
  bool ended();

  pid_t id_;
  std::filesystem::path out_, err_;
  bool ended_ = false;
  int status_ = 0;
};

/// Exit status of a process whose `before` said no.
inline constexpr int not_prepared = 125;

/// Starts it with `arguments` in `folder`. `environment` is set on top of this process's; the display
/// variables are always empty, so that no window opens. `before`: done in the new process first.
Running start_birddream(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                        const std::map<std::string, std::string>& environment = {},
                        const std::function<bool()>& before = {});

/// Runs it to its end.
Finished run_birddream(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                       const std::map<std::string, std::string>& environment = {});

}  // namespace birddream::app
