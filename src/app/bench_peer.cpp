#include "app/bench_peer.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/stop_signal.h"

namespace birddream::app {
namespace {

constexpr int cannot_run = 127;
constexpr int between_looks = 100;  // ms

struct Pipe {
  int read = -1, write = -1;
};

bool open_pipe(Pipe& made) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  made = {ends[0], ends[1]};
  return true;
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// What a child says that could not become the program: an errno. 0: it could, which closes the pipe.
int why_not_run(int from) {
  int problem = 0;
  while (read(from, &problem, sizeof problem) < 0 && errno == EINTR) {
  }
  return problem;
}

}  // namespace

Result<BenchPeer> BenchPeer::start(const std::vector<std::string>& command) {
  std::signal(SIGPIPE, SIG_IGN);  // a peer that died is an Error of ask()
  std::vector<std::string> texts = command;
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  Pipe in, out, failure;
  if (!open_pipe(in) || !open_pipe(out) || !open_pipe(failure))
    return Error{std::string("No pipe for a peer: ") + std::strerror(errno)};
  const pid_t id = fork();
  if (id < 0) return Error{std::string("The peer cannot be started: ") + std::strerror(errno)};
  if (id == 0) {
    setpgid(0, 0);
    dup2(in.read, STDIN_FILENO);
    dup2(out.write, STDOUT_FILENO);
    execvp(pointers[0], pointers.data());
    const int problem = errno;
    write_all(failure.write, {reinterpret_cast<const char*>(&problem), sizeof problem});
    _exit(cannot_run);
  }
  close(in.read);
  close(out.write);
  close(failure.write);
  BenchPeer peer(id, in.write, out.read);
  const int problem = why_not_run(failure.read);
  close(failure.read);
  if (problem != 0)
    return Error{command.front() + ": the peer cannot be run: " + std::strerror(problem) + "."};
  return peer;
}

BenchPeer::BenchPeer(BenchPeer&& other) noexcept
    : id_(std::exchange(other.id_, -1)),
      to_(std::exchange(other.to_, -1)),
      from_(std::exchange(other.from_, -1)),
      rest_(std::move(other.rest_)),
      owes_(other.owes_) {}

BenchPeer::~BenchPeer() {
  if (id_ < 0) return;
  if (owes_) {
    kill(-id_, SIGKILL);
  } else {
    write_all(to_, "{\"do\": \"quit\"}\n");
  }
  close(to_);
  close(from_);
  waitpid(id_, nullptr, 0);
}

Result<nlohmann::json> BenchPeer::ask(const nlohmann::json& request) {
  owes_ = true;
  if (!write_all(to_, request.dump() + "\n")) return Error{"The peer has ended."};
  while (rest_.find('\n') == std::string::npos) {
    pollfd ready{from_, POLLIN, 0};
    while (poll(&ready, 1, between_looks) <= 0) {
      if (stop_signal()) return Error{"Stopped."};
    }
    std::array<char, 4096> piece{};
    const ssize_t count = read(from_, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return Error{"The peer ended without an answer."};
    rest_.append(piece.data(), static_cast<std::size_t>(count));
  }
  owes_ = false;
  const auto end = rest_.find('\n');
  nlohmann::json answer = nlohmann::json::parse(rest_.substr(0, end), nullptr, false);
  rest_.erase(0, end + 1);
  if (!answer.is_object()) return Error{"The peer's answer is not JSON."};
  if (const auto said = answer.find("error"); said != answer.end())
    return Error{"The peer says: " + (said->is_string() ? said->get<std::string>() : said->dump())};
  return answer;
}

}  // namespace birddream::app
