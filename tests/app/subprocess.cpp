#include "app/subprocess.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto patience = 300s;

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

Running::Running(pid_t id, fs::path out, fs::path err)
    : id_(id), out_(std::move(out)), err_(std::move(err)) {}

Running::~Running() {
  if (!ended()) {
    kill(id_, SIGKILL);
    waitpid(id_, nullptr, 0);
  }
  std::error_code ignored;
  fs::remove(out_, ignored);
  fs::remove(err_, ignored);
}

bool Running::ended() {
  if (!ended_) ended_ = waitpid(id_, &status_, WNOHANG) == id_;
  return ended_;
}

std::string Running::said() const {
  return content_of(err_);
}

void Running::signal(int number) const {
  kill(id_, number);
}

bool Running::until(const std::function<bool()>& wanted) {
  for (const auto begun = std::chrono::steady_clock::now();
       std::chrono::steady_clock::now() - begun < patience;) {
    const bool over = ended();
    if (wanted()) return true;
    if (over) return false;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

Finished Running::wait() {
  if (!ended_) waitpid(id_, &status_, 0);
  ended_ = true;
  Finished finished;
  finished.code = WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
  finished.out = content_of(out_);
  finished.err = content_of(err_);
  return finished;
}

Running start_birddream(const std::vector<std::string>& arguments, const fs::path& folder,
                        const std::map<std::string, std::string>& environment,
                        const std::function<bool()>& before) {
  // Files, not pipes: nothing can fill up and block. Each call has its own, since two may run at once.
  static std::atomic<int> calls{0};
  const std::string number = std::to_string(++calls);
  fs::path out = folder / (".stdout" + number), err = folder / (".stderr" + number);
  const std::string program = BIRDDREAM_BINARY_DIR "/birddream";
  std::vector<char*> argv = {const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    const int out_file = open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int err_file = open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(out_file, STDOUT_FILENO);
    dup2(err_file, STDERR_FILENO);
    unsetenv("DISPLAY");
    unsetenv("WAYLAND_DISPLAY");
    setenv("OMP_NUM_THREADS", "1", 1);  // tiny dreams; tests run beside each other
    for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
    if (before && !before()) _exit(not_prepared);
    if (chdir(folder.c_str()) != 0) _exit(126);
    execv(program.c_str(), argv.data());
    _exit(127);
  }
  return {child, std::move(out), std::move(err)};
}

Finished run_birddream(const std::vector<std::string>& arguments, const fs::path& folder,
                       const std::map<std::string, std::string>& environment) {
  return start_birddream(arguments, folder, environment).wait();
}

}  // namespace birddream::app
