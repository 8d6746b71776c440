#pragma once

#include <chrono>

// LibTorch contains Gloo and ships c10d's header for it, ProcessGroupGloo.hpp, but not Gloo's own headers, which
// that header includes. It uses Gloo's types through pointers only; these declarations are all it takes to compile
// against it. Nothing here is ever called or constructed from birddream.
namespace gloo {

class Context {
 public:
  void setTimeout(std::chrono::milliseconds timeout);
};

namespace transport {
class Device;
class UnboundBuffer;
}  // namespace transport

}  // namespace gloo
