#!/usr/bin/env bash
# Makes the pictures of docs/ and the README with the program itself (build/release/birddream). About ten minutes on two
# cores. A strip is one picture: labelled tiles of dreams that differ in one value. Needs ffmpeg.
#   docs/make_pictures.sh [NAME...]    default: all
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${BIRDDREAM:-$root/build/release/birddream}
out=$root/docs/pictures
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

# tile LABEL DREAM-OPTIONS...: one dream into the strip under way
tile() {
  local label=$1; shift
  count=$((count + 1))
  local file; file=$(printf '%s/%02d.png' "$work" "$count")
  if ! "$program" dream --checkpoint robust-5.safetensors --species "${bird:-flamingo}" --seed 1 "$@" -o "$file" 2>"$work/log"; then
    printf 'no dream for "%s": %s\n' "$label" "$(tail -n 1 "$work/log")" >&2
    return
  fi
  tiles+=("$label=$file")
}
strip() { count=0; tiles=(); rm -f "$work"/*.png; }
finish() { "$program" tile "${tiles[@]}" --scale 2 -o "$out/$1.png"; "$root/docs/few_colours.sh" "$out/$1.png"; printf 'docs/pictures/%s.png\n' "$1"; }

growth() {
  strip
  for steps in 4 16 32 64 96 160; do tile "$steps steps" --steps "$steps"; done
  finish growth
}
presets() {
  strip; bird=mallard
  for preset in birds feathers original-2021 original-2021-cross-entropy original-2021-random-blur deepdream-2015 lucid; do
    tile "$preset" --preset "$preset"
  done
  unset bird; finish presets
}
learning_rate() {
  strip
  for rate in 0.0125 0.05 0.1 0.2 0.5; do tile "$rate" --set "learning_rate=$rate"; done
  finish learning_rate
}
transforms() {
  strip
  local still=(--set jitter=0 --set rotate=0 --set scale_min=1 --set scale_max=1 --set flip=none)
  tile "none" "${still[@]}"
  tile "jitter" "${still[@]}" --set jitter=8
  tile "+ rotation" "${still[@]}" --set jitter=8 --set rotate=20
  tile "+ scale" "${still[@]}" --set jitter=8 --set rotate=20 --set scale_min=0.7 --set scale_max=1.25
  tile "all" 
  tile "wider" --set rotate=35 --set scale_min=0.5 --set scale_max=1.5
  finish transforms
}
spectrum() {
  strip
  tile "0.5, contrast 0.6" --set spectrum_decay=0.5 --set contrast=0.6
  tile "1, contrast 1" --set spectrum_decay=1 --set contrast=1
  tile "1.35, contrast 1.6" --set spectrum_decay=1.35 --set contrast=1.6
  tile "1.75, contrast 2.4"
  tile "2.2, contrast 4" --set spectrum_decay=2.2 --set contrast=4
  finish spectrum
}
blur() {
  strip; bird=mallard
  local original=(--preset original-2021)
  tile "none" "${original[@]}" --set blur_min=0 --set blur_max=0
  tile "0.3" "${original[@]}" --set blur_min=0.3 --set blur_max=0.3
  tile "0.5" "${original[@]}"
  tile "0.8" "${original[@]}" --set blur_min=0.8 --set blur_max=0.8
  tile "0.1 to 1" "${original[@]}" --set blur_min=0.1 --set blur_max=1
  unset bird; finish blur
}
octaves() {
  strip
  for octaves in 1 2 3; do tile "$octaves" --size 224 --set "octaves=$octaves"; done
  "$program" tile "${tiles[@]}" -o "$out/octaves.png"; echo docs/pictures/octaves.png
}
start() {
  strip
  tile "gray"
  tile "noise" --set start=noise --set start_contrast=0.3
  tile "gradient" --set start=gradient --set start_contrast=0.6
  "$program" dream --species "puffin" --seed 3 -o "$work/p.png" 2>/dev/null
  tile "a picture (puffin)" --photo "$work/p.png" --steps 24
  finish start
}
objectives() {
  strip; bird="bald eagle"
  tile "class logit"
  tile "cross entropy" --objective cross_entropy
  tile "probability" --objective probability
  tile "layer 4c" --objective layer --layer inception_4c
  tile "channel 4d #20" --objective channel --layer inception_4d --channel 20
  tile "neuron 4d #20" --objective neuron --layer inception_4d --channel 20
  unset bird; finish objectives
}
strip_of_birds() {
  "$program" showcase --out "$work/showcase" 2>/dev/null
  cp "$work/showcase/birds.png" "$out/strip.png"
  "$root/docs/few_colours.sh" "$out/strip.png"
  echo docs/pictures/strip.png
}

if [ $# -gt 0 ]; then for name in "$@"; do "$name"; done
else for name in strip_of_birds growth presets learning_rate transforms spectrum blur octaves start objectives; do "$name"; done; fi
