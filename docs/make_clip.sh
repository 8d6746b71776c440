#!/usr/bin/env bash
# Makes docs/pictures/clip.mp4: the window follows docs/clip.json and records itself. Needs xvfb-run and ffmpeg, which
# makes the recording small enough for the repository (720 px wide, 12 frames/s).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${BIRDDREAM:-$root/build/release/birddream}
home=$(mktemp -d); trap 'rm -rf "$home"' EXIT
HOME=$home xvfb-run -a -s '-screen 0 1600x1000x24' "$program" view --script "$root/docs/clip.json"
recording=$(find "$home" -name '*.mp4' | head -n 1)
[ -n "$recording" ] || { echo "make_clip: nothing was recorded" >&2; exit 1; }
ffmpeg -v error -y -i "$recording" -vf 'fps=12,scale=720:-2' -c:v libx264 -preset veryslow -crf 35 -pix_fmt yuv420p \
  -movflags +faststart -an "$root/docs/pictures/clip.mp4"
echo docs/pictures/clip.mp4
