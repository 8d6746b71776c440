#pragma once

#include <c10/util/Exception.h>

#include <exception>
#include <string>

#include "base/result.h"

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
    const std::string text = problem.what();
    return Error{std::string("LibTorch failed ") + doing + ": " + text.substr(0, text.find('\n'))};
  }
}

}  // namespace birddream::dream
