#!/usr/bin/env bash
# Whether the rooms of src/ include only what docs/architecture.md lets them: a room, those it uses, and what those use.
#   tests/arrows.sh ROOT
set -euo pipefail
cd "$1"
{
  # | `ROOM` | what it holds | ROOM, ROOM | torch |
  sed -n 's/^| `\([a-z]*\)` | .* | \([a-z, –]*\) | [a-z]* |$/uses \1 \2/p' docs/architecture.md | tr -d ','
  grep -rHoE '^#include "[a-z_]+/[^"]+"' src | sed -E 's|^src/([a-z]+)/([^:]+):#include "([a-z_]+)/([^"]+)"|includes \1 \2 \3 \4|'
} | awk '
  # The seam through which a dream is seen by those that know no torch.
  function is_seam(room, file) { return room == "dream" && (file == "stepper.h" || file == "step_report.h") }
  $1 == "uses" {
    known[$2] = 1
    order[++rooms] = $2
    for (i = 3; i <= NF; ++i) {
      if ($i == "all") for (other in known) may[$2, other] = 1
      else if ($i != "–") {
        if (!known[$i]) { print $2 " uses " $i ", which stands below it or nowhere in the table"; bad = 1 }
        may[$2, $i] = 1
        for (other in known) if (may[$i, other]) may[$2, other] = 1
      }
    }
    next
  }
  {
    ++seen
    if (!known[$2]) { print "src/" $2 " is no room of docs/architecture.md"; bad = 1 }
    else if ($4 != $2 && !may[$2, $4] && !is_seam($4, $5)) { print "src/" $2 "/" $3 ": includes " $4 "/" $5; bad = 1 }
  }
  END {
    if (rooms < 10 || seen < 500) { print "only " rooms " rooms and " seen " includes found: this script no longer reads them"; bad = 1 }
    exit bad
  }'
