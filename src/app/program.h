#pragma once

namespace birddream::app {

/// The whole program. Returns the exit status: 0 done, 1 failed, 2 wrong usage; in the latter two cases with
/// one line on stderr that says what is wrong and what to do.
int run(int argc, const char* const* argv);

}  // namespace birddream::app
