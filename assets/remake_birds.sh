#!/usr/bin/env bash
# remake_birds.sh PHOTOS RUNS [held-out]: trains the bird series from nothing and packs it into assets/birds.
#   PHOTOS     the folder with species.csv and photos/
#   RUNS       where trainings are kept; run again after an interruption, and it goes on
#   held-out   the same recipe with the photos of remake_held_out.sh kept away, measured, and not packed
# Two cores need about three hours. Everything is deterministic on one machine with one number of threads.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${BIRDDREAM:-$root/build/release/birddream}
photos=${1:?usage: remake_birds.sh PHOTOS RUNS [held-out]}
runs=${2:?usage: remake_birds.sh PHOTOS RUNS [held-out]}
mkdir -p "$runs"
held=()
if [ "${3:-}" = held-out ]; then
  "$root/assets/remake_held_out.sh" "$photos/photos" >"$runs/held_out.txt"
  held=(--held-out "$runs/held_out.txt")
fi

train() {  # train FOLDER OPTIONS...
  local folder=$1; shift
  "$program" train --photos "$photos" -o "$runs/$folder" --resume "${held[@]}" "$@"
}
train main --name "Birds" --epochs 12 --checkpoints-at 0,0.25,0.5,1,2,4,8
train head --name "Birds, last layer only" --preset head --epochs 3
train robust --name "Birds, robust" --preset robust --attack-eps 0.7 --epochs 5 --checkpoints-at 1,3 \
  --from "$runs/main/full-12.safetensors"
# Plain gradient steps over the same few photos again and again, nothing varied: the original's way to overfit.
train overfitted --name "Birds, overfitted" --preset original-2021 --epochs 6 --from "$runs/main/full-4.safetensors"

if [ "${3:-}" != held-out ]; then
  "$program" pack -o "$root/assets/birds" --name "652 birds" --base "$root/assets/imagenet/googlenet.safetensors" \
    "$runs/main/full-0.safetensors@4=before" "$runs/main/full-0.25.safetensors@4" "$runs/main/full-1.safetensors@4" \
    "$runs/main/full-4.safetensors@5" "$runs/main/full-12.safetensors@5" \
    "$runs/overfitted/full-6.safetensors@5=overfitted" "$runs/head/head-3.safetensors@4=last layer only" \
    "$runs/robust/robust-5.safetensors@5=robust"
fi
