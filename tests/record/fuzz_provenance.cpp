#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "record/provenance.h"

namespace {

using namespace birddream::record;

// A refusal or a value, never a crash; and what was accepted survives being written and read again.
void check(std::string_view text) {
  const auto read = provenance_from_text(text);
  if (!read) return;
  const auto again = provenance_from_text(to_text(*read));
  if (!again || again->params != read->params || again->step != read->step) std::abort();
  if (again->steering != read->steering) std::abort();
}

/// Of a dream that was steered: all that a snapshot may say.
Provenance steered() {
  Provenance made;
  made.series = "Birds";
  made.checkpoint = "full-8.safetensors";
  made.params.targets[0].species = "hen";
  made.step = 9;
  made.steered = true;
  made.steering = {{0, made.params, "0"}, {3, made.params, "1~2@0.5"}};
  made.steering.back().params.jitter = 30;
  made.params = made.steering.back().params;
  return made;
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
