#include "app/bench_peer.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

namespace birddream::app {
namespace {

constexpr int cannot_run = 127;

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

}  // namespace

Result<BenchPeer> BenchPeer::start(const std::vector<std::string>& command) {
  std::signal(SIGPIPE, SIG_IGN);  // a peer that died is an Error of ask()
  std::vector<std::string> texts = command;
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  Pipe in, out;
  if (!open_pipe(in) || !open_pipe(out))
    return Error{std::string("No pipe for a peer: ") + std::strerror(errno)};
  const pid_t id = fork();
  if (id < 0) return Error{std::string("The peer cannot be started: ") + std::strerror(errno)};
  if (id == 0) {
    dup2(in.read, STDIN_FILENO);
    dup2(out.write, STDOUT_FILENO);
    execvp(pointers[0], pointers.data());
    _exit(cannot_run);
  }
  close(in.read);
  close(out.write);
  return BenchPeer(id, in.write, out.read);
}

BenchPeer::BenchPeer(BenchPeer&& other) noexcept
    : id_(std::exchange(other.id_, -1)),
      to_(std::exchange(other.to_, -1)),
      from_(std::exchange(other.from_, -1)),
      rest_(std::move(other.rest_)) {}

BenchPeer::~BenchPeer() {
  if (id_ < 0) return;
  write_all(to_, "{\"do\": \"quit\"}\n");
  close(to_);
  close(from_);
  waitpid(id_, nullptr, 0);
}

Result<nlohmann::json> BenchPeer::ask(const nlohmann::json& request) {
  if (!write_all(to_, request.dump() + "\n")) return Error{"The peer has ended."};
  while (rest_.find('\n') == std::string::npos) {
    std::array<char, 4096> piece{};
    const ssize_t count = read(from_, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return Error{"The peer ended without an answer."};
    rest_.append(piece.data(), static_cast<std::size_t>(count));
  }
  const auto end = rest_.find('\n');
  nlohmann::json answer = nlohmann::json::parse(rest_.substr(0, end), nullptr, false);
  rest_.erase(0, end + 1);
  if (!answer.is_object()) return Error{"The peer's answer is not JSON."};
  if (const auto said = answer.find("error"); said != answer.end())
    return Error{"The peer says: " + (said->is_string() ? said->get<std::string>() : said->dump())};
  return answer;
}

}  // namespace birddream::app
