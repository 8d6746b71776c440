#include <cstdlib>

#include "record/fuzz_text.h"
#include "record/session.h"

namespace {

using namespace birddream::record;

// A refusal or a value, never a crash; and what was accepted survives being written and read again.
void check(std::string_view text) {
  const auto read = session_from_text(text);
  if (!read) return;
  const auto again = session_from_text(to_text(*read));
  if (!again || again->changes != read->changes) std::abort();
}

Session steered() {
  Session session;
  session.changes.push_back({0, {}, "a"});
  session.changes.push_back({3, {}, "b"});
  session.changes.back().params.jitter = 30;
  return session;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string good = to_text(steered());
  check_with_damage(data, size, good, check);
  return 0;
}
