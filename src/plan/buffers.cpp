#include "plan/buffers.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace birddream::plan {
namespace {

constexpr std::size_t alignment = 64;

/// What oneDNN or sixteen lanes read behind the end stays inside.
std::size_t size_for(std::size_t bytes) {
  return (bytes / alignment + 2) * alignment;
}

}  // namespace

void* Buffers::take(std::size_t bytes) {
  const std::size_t size = size_for(bytes);
  void* memory = std::aligned_alloc(alignment, size);
  if (memory == nullptr) throw std::bad_alloc();
  std::memset(memory, 0, size);
  blocks_.emplace_back(memory);
  sizes_[memory] = size;
  bytes_ += size;
  return memory;
}

View Buffers::lend(int n, int h, int w, int c, Precision precision) {
  const std::size_t elements = static_cast<std::size_t>(n) * static_cast<std::size_t>(h) *
                               static_cast<std::size_t>(w) * static_cast<std::size_t>(c);
  const auto fits = free_.lower_bound(size_for(elements * bytes_of(precision)));
  if (fits == free_.end()) return take(n, h, w, c, precision);
  const View view{fits->second, n, h, w, c, c};
  free_.erase(fits);
  return view;
}

void Buffers::give_back(void* memory) {
  free_.emplace(sizes_.at(memory), memory);
}

View Buffers::take(int n, int h, int w, int c, Precision precision) {
  const std::size_t elements = static_cast<std::size_t>(n) * static_cast<std::size_t>(h) *
                               static_cast<std::size_t>(w) * static_cast<std::size_t>(c);
  return {take(elements * bytes_of(precision)), n, h, w, c, c};
}

void* Buffers::scratch(std::size_t bytes) {
  if (bytes > scratch_bytes_) {
    scratch_bytes_ = std::max(bytes, 2 * scratch_bytes_);
    scratch_ = take(scratch_bytes_);
  }
  return scratch_;
}

View channels_of(const View& view, int first, int channels, Precision precision) {
  View part = view;
  part.data = static_cast<std::byte*>(view.data) + static_cast<std::size_t>(first) * bytes_of(precision);
  part.c = channels;
  return part;
}

}  // namespace birddream::plan
