#pragma once

#include <functional>
#include <string>

#include "base/result.h"

namespace birddream::app {

/// How a command ended: the process's exit status and, unless it is done, the one line for stderr.
struct Outcome {
  int code = 0;
  std::string message;
};

inline Outcome done() {
  return {};
}
/// The command was understood and could not be carried out.
inline Outcome failed(const Error& error) {
  return {1, error.message};
}
/// The command line itself is wrong.
inline Outcome wrong_usage(std::string message) {
  return {2, std::move(message)};
}

/// What a subcommand does once the command line is read. Each add_NAME_command() puts its own here.
using Action = std::function<Outcome()>;

}  // namespace birddream::app
