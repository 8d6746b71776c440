#!/usr/bin/env bash
# Makes the window's pictures in docs/pictures and videos of the tour: the window follows docs/tour.json, which
# does what people come for (look along the training, steer and compare, study, record), on a screen of its own.
# Needs xvfb-run, and ffmpeg to bring the pictures down to 256 colours. About five minutes on two cores.
#   docs/make_tour.sh [FOLDER]    keeps the tour's videos, snapshot and session there
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${BIRDDREAM:-$root/build/release/birddream}
home=$(mktemp -d); trap 'rm -rf "$home"' EXIT
cd "$root"
HOME=$home xvfb-run -a -s '-screen 0 1600x1000x24' "$program" view --script docs/tour.json
for name in $(sed -n 's/.*"screenshot": "\([^"]*\)".*/\1/p' docs/tour.json); do
  docs/few_colours.sh "$name"
  printf '%s\n' "$name"
done
if [ $# -gt 0 ]; then
  mkdir -p "$1"
  find "$home/Pictures" -type f -exec mv {} "$1" \;
  ls "$1"
fi
