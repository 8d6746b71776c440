#pragma once

#include <cstddef>
#include <cstdlib>
#include <map>
#include <memory>
#include <vector>

#include "plan/kernels.h"

namespace birddream::plan {

inline constexpr std::size_t bytes_of(Precision precision) {
  return precision == Precision::float32 ? 4 : 2;
}

/// A plan's memory: handed out while planning, kept until the plan goes. Aligned for any instruction set.
class Buffers {
 public:
  /// For its taker alone; zeros.
  void* take(std::size_t bytes);
  View take(int n, int h, int w, int c, Precision precision);
  /// For a tensor that lives from one call to another of the same run: what was given back may be lent again.
  View lend(int n, int h, int w, int c, Precision precision);
  /// All calls that need the tensor are planned.
  void give_back(void* memory);
  /// Memory that everyone who asked may use for the length of one call.
  void* scratch(std::size_t bytes);
  std::size_t bytes() const { return bytes_; }

 private:
  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };
  std::vector<std::unique_ptr<void, Free>> blocks_;
  std::map<void*, std::size_t> sizes_;
  std::multimap<std::size_t, void*> free_;
  std::size_t bytes_ = 0;
  void* scratch_ = nullptr;  // the largest so far; who got a smaller one keeps it
  std::size_t scratch_bytes_ = 0;
};

/// `channels` of the view's channels, from `first` on.
View channels_of(const View& view, int first, int channels, Precision precision);

}  // namespace birddream::plan
