#pragma once

namespace birddream::plan {

/// Threads that the calling thread's parallel work runs on: OpenMP's, the pool that LibTorch and oneDNN
/// share.
int thread_count();

using RowWork = void (*)(const void* work, long begin, long end);
/// Shares rows [0, rows) among the threads; `elements` in all, of which few are not worth sharing. Which
/// thread does what depends on the numbers alone.
void parallel_rows(long rows, long elements, RowWork run, const void* work);

template <class Work>
void parallel_rows(long rows, long elements, const Work& work) {
  parallel_rows(
      rows, elements, [](const void* w, long begin, long end) { (*static_cast<const Work*>(w))(begin, end); },
      &work);
}

}  // namespace birddream::plan
