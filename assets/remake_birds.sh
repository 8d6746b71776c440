#!/usr/bin/env bash
# remake_birds.sh PHOTOS RUNS [OUT]: trains the bird series from nothing, measures it, and packs it.
#   PHOTOS     the folder with species.csv and photos/
#   RUNS       where trainings are kept; run again after an interruption, and it goes on
#   OUT        series folder to write; default: assets/birds
# Two cores need about two hours. Everything is deterministic on one machine with one number of threads.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${BIRDDREAM:-$root/build/release/birddream}
photos=${1:?usage: remake_birds.sh PHOTOS RUNS [OUT]}
runs=${2:?usage: remake_birds.sh PHOTOS RUNS [OUT]}
out=${3:-$root/assets/birds}
mkdir -p "$runs"
"$root/assets/remake_held_out.sh" "$photos/photos" >"$runs/held_out.txt"
held=(--photos "$photos" --held-out "$runs/held_out.txt")

train() {  # train FOLDER OPTIONS...
  local folder=$1; shift
  "$program" train "${held[@]}" -o "$runs/$folder" --resume --mixup 0 "$@"
}
train main --name "Birds" --epochs 12 --head-factor 2 --average 0 --checkpoints-at 0,0.25,1,4
train head --name "Birds, last layer only" --preset head --epochs 3
train robust --name "Birds, robust" --preset robust --attack-eps 0.7 --average 0 --epochs 5 \
  --from "$runs/main/full-12.safetensors"
# Plain gradient steps over the same few photos again and again, nothing varied: the original's way to overfit.
train overfitted --name "Birds, overfitted" --preset original-2021 --epochs 2 --from "$runs/main/full-4.safetensors"
"$program" blend "$runs/main/full-12.safetensors" "$runs/robust/robust-5.safetensors" -o "$runs/averaged" --name "Birds, averaged"
"$program" evaluate "${held[@]}" --series "$runs/averaged" --save

"$program" pack -o "$out" --name "652 birds" --base "$root/assets/imagenet/googlenet.safetensors" \
  "$runs/main/full-0.safetensors@4=before" "$runs/main/full-0.25.safetensors@4" "$runs/main/full-1.safetensors@4" \
  "$runs/main/full-4.safetensors@5" "$runs/main/full-12.safetensors@5" \
  "$runs/overfitted/full-2.safetensors@5=overfitted#overfitted" "$runs/head/head-3.safetensors@4=last layer" \
  "$runs/robust/robust-5.safetensors@5=robust" "$runs/averaged/averaged.safetensors@5=averaged#full"
"$program" evaluate "${held[@]}" --series "$out" --save --json "$runs/figures.json"
