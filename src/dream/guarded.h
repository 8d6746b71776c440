#pragma once

#include <c10/util/Exception.h>

#include <exception>
#include <string>

#include "base/result.h"
#include "base/text.h"

namespace birddream::dream {

/// work(), which returns a Status or Result. LibTorch reports by exceptions (out of memory above all); they
/// end here. `doing`: "in a dream step".
template <class Work>
auto guarded(const char* doing, Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const c10::OutOfMemoryError&) {
    return Error{std::string("Out of memory ") + doing + ". Try a smaller picture."};
  } catch (const std::exception& problem) {
    return Error{std::string("LibTorch failed ") + doing + ": " + first_line(problem.what())};
  }
}

}  // namespace birddream::dream
