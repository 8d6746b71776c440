#include "app/subprocess.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

Finished run_birddream(const std::vector<std::string>& arguments, const fs::path& folder,
                       const std::map<std::string, std::string>& environment) {
  // Files, not pipes: nothing can fill up and block. Each call has its own, since two may run at once.
  static std::atomic<int> calls{0};
  const std::string number = std::to_string(++calls);
  const fs::path out = folder / (".stdout" + number), err = folder / (".stderr" + number);
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
    if (chdir(folder.c_str()) != 0) _exit(126);
    execv(program.c_str(), argv.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  Finished finished;
  finished.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  finished.out = content_of(out);
  finished.err = content_of(err);
  fs::remove(out);
  fs::remove(err);
  return finished;
}

}  // namespace birddream::app
