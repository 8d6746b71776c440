#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "base/result.h"
#include "cuda/device_api.h"

namespace birddream::gpu {

/// What goes wrong on a device; what() is the reason, without a full stop. Stays inside this room: what
/// others call returns it as an Error.
struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A GPU, through the plug-in. One thread at a time, always the same one.
class Device : public std::enable_shared_from_this<Device> {
 public:
  /// The plug-in stays open for the process's life. Error: why there is no GPU to compute on, for a
  /// sentence's second half ("no CUDA device ...").
  static Result<std::shared_ptr<Device>> open(const std::filesystem::path& plugin);

  const std::string& name() const { return name_; }
  int multiprocessors() const { return multiprocessors_; }

  /// All throw Failure.
  void copy(void* to, const void* from, std::size_t bytes, birddream_copy kind) const;
  void launch(int kernel, const void* arguments, std::size_t bytes, long x, int y, int z) const;
  void wait() const;
  void begin_capture() const;
  birddream_graph* end_capture() const;
  void replay(birddream_graph* graph) const;
  void mark(void** event) const;

  const birddream_device_api& api() const { return api_; }

 private:
  Device(const birddream_device_api& api, const birddream_device_info& info);

  const birddream_device_api& api_;
  std::string name_;
  int multiprocessors_;
};

/// A piece of device memory, or of the host's for it.
class Memory {
 public:
  enum class Kind { device, host };
  Memory() = default;
  /// Of device memory all bytes are 0. Throws Failure.
  Memory(std::shared_ptr<const Device> device, std::size_t bytes, Kind kind = Kind::device);
  ~Memory();
  Memory(Memory&& other) noexcept;
  Memory& operator=(Memory&& other) noexcept;
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  template <class T>
  T* as() const {
    return static_cast<T*>(data_);
  }
  std::size_t bytes() const { return bytes_; }

 private:
  std::shared_ptr<const Device> device_;
  void* data_ = nullptr;
  std::size_t bytes_ = 0;
  Kind kind_ = Kind::device;
};

}  // namespace birddream::gpu
