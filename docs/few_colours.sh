#!/usr/bin/env bash
# Brings pictures down to 256 colours where that makes them smaller. Needs ffmpeg.
#   docs/few_colours.sh FILE.png...
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
for file in "$@"; do
  ffmpeg -v error -y -i "$file" -filter_complex \
    '[0]split[a][b];[a]palettegen=max_colors=256[p];[b][p]paletteuse=dither=sierra2_4a' "$work/small.png"
  if [ "$(stat -c %s "$work/small.png")" -lt "$(stat -c %s "$file")" ]; then cp "$work/small.png" "$file"; fi
done
