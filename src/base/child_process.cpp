#include "base/child_process.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>
#include <utility>

#include "base/atomic_file.h"

namespace birddream {
namespace {

constexpr int nicer = 10;
constexpr int cannot_run = 127;
constexpr std::chrono::seconds longest_end{30};
constexpr std::chrono::milliseconds between_looks{5};

}  // namespace

Result<ChildProcess> ChildProcess::start(const std::filesystem::path& program,
                                         const std::vector<std::string>& arguments,
                                         const std::filesystem::path& output) {
  const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) return file_error(output, "to write", errno);
  std::string name = program.string();
  std::vector<std::string> texts = arguments;
  std::vector<char*> pointers = {name.data()};
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  const pid_t id = fork();
  if (id < 0) {
    close(file);
    return Error{name + " cannot be started: " + std::strerror(errno) + "."};
  }
  if (id == 0) {
    // Its own group, so that Ctrl+C on the terminal reaches it through this program alone.
    setpgid(0, 0);
    setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + nicer);
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    if (const int nothing = open("/dev/null", O_RDONLY); nothing >= 0) dup2(nothing, STDIN_FILENO);
    execv(name.c_str(), pointers.data());
    _exit(cannot_run);
  }
  close(file);
  return ChildProcess(id);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : id_(std::exchange(other.id_, -1)), state_(other.state_), status_(other.status_) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  std::swap(id_, other.id_);
  std::swap(state_, other.state_);
  std::swap(status_, other.status_);
  return *this;
}

ChildProcess::~ChildProcess() {
  if (id_ < 0 || state() == State::ended) return;
  interrupt();
  const auto patience = std::chrono::steady_clock::now() + longest_end;
  while (state() != State::ended && std::chrono::steady_clock::now() < patience)
    std::this_thread::sleep_for(between_looks);
  if (state() == State::ended) return;
  kill();
  waitpid(id_, nullptr, 0);
}

ChildProcess::State ChildProcess::state() {
  int raw = 0;
  if (id_ < 0 || state_ == State::ended || waitpid(id_, &raw, WNOHANG) != id_) return state_;
  state_ = State::ended;
  status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
  return state_;
}

void ChildProcess::pause() {
  if (state() == State::running && ::kill(id_, SIGSTOP) == 0) state_ = State::paused;
}

void ChildProcess::go_on() {
  if (state() == State::paused && ::kill(id_, SIGCONT) == 0) state_ = State::running;
}

void ChildProcess::interrupt() {
  if (state() == State::ended) return;
  ::kill(id_, SIGINT);
  go_on();
}

void ChildProcess::kill() {
  if (state() != State::ended) ::kill(id_, SIGKILL);
}

}  // namespace birddream
