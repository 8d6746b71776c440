#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <vector>

#include "cuda/kernels/list.h"
#include "gpu/device.h"

namespace birddream::gpu {

/// Kernels in the order in which they are to run.
class Launches {
 public:
  template <class Kernel>
  void each(const Kernel& kernel, long items) {
    grid(kernel, items, 1, 1);
  }
  template <class Kernel>
  void grid(const Kernel& kernel, long x, int y, int z) {
    Launch launch{cuda::number_of<Kernel>, std::vector<std::byte>(sizeof kernel), x, y, z};
    std::memcpy(launch.arguments.data(), &kernel, sizeof kernel);
    all_.push_back(std::move(launch));
  }

  void append(const Launches& others) { all_.insert(all_.end(), others.all_.begin(), others.all_.end()); }

  std::size_t size() const { return all_.size(); }
  int kernel(std::size_t index) const { return all_[index].kernel; }
  /// A copy of one that was added before.
  template <class Kernel>
  Kernel get(std::size_t index) const {
    Kernel kernel;
    std::memcpy(&kernel, all_[index].arguments.data(), sizeof kernel);
    return kernel;
  }
  /// Calls change(kernel) on one that was added before.
  template <class Kernel, class Change>
  void edit(std::size_t index, const Change& change) {
    auto kernel = get<Kernel>(index);
    change(kernel);
    std::memcpy(all_[index].arguments.data(), &kernel, sizeof kernel);
  }

  /// Throws Failure.
  void run(const Device& device) const {
    for (std::size_t i = 0; i < all_.size(); ++i) run(device, i);
  }
  /// One of them. Throws Failure.
  void run(const Device& device, std::size_t index) const {
    const Launch& l = all_[index];
    device.launch(l.kernel, l.arguments.data(), l.arguments.size(), l.x, l.y, l.z);
  }

 private:
  struct Launch {
    int kernel;
    std::vector<std::byte> arguments;
    long x;
    int y, z;
  };
  std::vector<Launch> all_;
};

/// Device memory handed out piece by piece, given back all at once. Pieces are aligned for vector loads.
class Arena {
 public:
  explicit Arena(std::shared_ptr<const Device> device) : device_(std::move(device)) {}

  /// Zeroed. Throws Failure.
  template <class T>
  T* take(std::size_t count) {
    constexpr std::size_t block = std::size_t{8} << 20, alignment = 256;
    const std::size_t bytes = (count * sizeof(T) + alignment - 1) / alignment * alignment;
    if (blocks_.empty() || used_ + bytes > blocks_.back().bytes()) {
      blocks_.emplace_back(device_, bytes > block ? bytes : block);
      used_ = 0;
    }
    auto* const piece = reinterpret_cast<T*>(blocks_.back().as<std::byte>() + used_);
    used_ += bytes;
    return piece;
  }
  std::size_t bytes() const {
    std::size_t sum = 0;
    for (const Memory& memory : blocks_) sum += memory.bytes();
    return sum;
  }

 private:
  std::shared_ptr<const Device> device_;
  std::vector<Memory> blocks_;
  std::size_t used_ = 0;
};

}  // namespace birddream::gpu
