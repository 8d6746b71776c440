#pragma once

namespace birddream::app {

/// The commit that the program is built from, as git abbreviates it, with "-dirty" where sources were changed
/// since; "" where the build knows none.
extern const char* const commit;

}  // namespace birddream::app
