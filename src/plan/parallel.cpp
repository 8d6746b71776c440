#include "plan/parallel.h"

#include <omp.h>

namespace birddream::plan {
namespace {

constexpr long worth_sharing = 16384;  // elements; below, waking another thread costs more than it does

}  // namespace

int thread_count() {
  return omp_get_max_threads();
}

void parallel_rows(long rows, long elements, RowWork run, const void* work) {
  if (elements < worth_sharing || rows < 2 || omp_get_max_threads() == 1) return run(work, 0, rows);
    // Always the whole team: GNU OpenMP makes its threads anew when a region of another size comes.
#pragma omp parallel
  {
    const long threads = omp_get_num_threads(), me = omp_get_thread_num();
    run(work, rows * me / threads, rows * (me + 1) / threads);
  }
}

}  // namespace birddream::plan
