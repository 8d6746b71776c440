#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

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

/// Any bytes; and a good text with some of its bytes replaced by them, which gets past the first checks
/// sooner.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check(bytes);
  if (size < 3) return 0;
  static const std::string good = to_text(steered());
  std::string text = good;
  const std::size_t from = (data[0] * 256U + data[1]) % text.size();
  text.replace(from, std::min<std::size_t>(data[2], text.size() - from), bytes.substr(3));
  check(text);
  return 0;
}
