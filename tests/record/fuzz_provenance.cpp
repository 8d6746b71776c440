#include <cstdlib>

#include "record/fuzz_text.h"
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

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string good = to_text(steered());
  check_with_damage(data, size, good, check);
  return 0;
}
