#!/usr/bin/env bash
# remake_birds.sh [--all] PHOTOS RUNS [OUT]: trains the bird series from nothing, measures it, and packs it.
#   PHOTOS     the folder with species.csv and photos/
#   RUNS       where trainings are kept; run again after an interruption, and it goes on
#   OUT        series folder to write; default: assets/birds
#   --all      then trains the same once more on all photos, and packs those weights with the figures of the first
# Two cores need about three hours, with --all six. Everything is deterministic on one machine with one number of threads.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${BIRDDREAM:-$root/build/release/birddream}
all=no
if [ "${1:-}" = --all ]; then all=yes; shift; fi
photos=${1:?usage: remake_birds.sh [--all] PHOTOS RUNS [OUT]}
runs=${2:?usage: remake_birds.sh [--all] PHOTOS RUNS [OUT]}
out=${3:-$root/assets/birds}
mkdir -p "$runs"
list=$runs/held_out.txt
"$root/assets/remake_held_out.sh" "$photos/photos" >"$list.part" && mv "$list.part" "$list"

# made FILE: whether a step's result is there. Trainings know by themselves what is left to do.
made() { [ -s "$1/series.json" ]; }

# lanes FOLDER [--held-out LIST]: every training, into FOLDER.
lanes() {
  local folder=$1; shift
  local photos_of=(--photos "$photos" "$@")
  train() {  # train RUN OPTIONS...
    local run=$1; shift
    "$program" train "${photos_of[@]}" -o "$folder/$run" --resume --mixup 0 "$@"
  }
  balanced() {  # balanced RUN CHECKPOINT: what the training believes about how frequent a species is, taken out
    made "$folder/$1-$2" || "$program" rebalance "$folder/$1/$2.safetensors" "${photos_of[@]}" -o "$folder/$1-$2"
  }
  train main --name "Birds" --epochs 12 --head-factor 2 --average 0 --checkpoints-at 0,0.25,1,4
  train head --name "Birds, last layer only" --preset head --epochs 3
  train robust --name "Birds, robust" --preset robust --attack-eps 0.7 --average 0 --epochs 5 \
    --from "$folder/main/full-12.safetensors"
  # Plain gradient steps over the same few photos again and again, nothing varied: the original's way to overfit.
  train overfitted --name "Birds, overfitted" --preset original-2021 --epochs 2 --from "$folder/main/full-4.safetensors"
  for checkpoint in full-0.25 full-1 full-4 full-12; do balanced main "$checkpoint"; done
  balanced head head-3
  balanced robust robust-5
  balanced overfitted full-2
  # One more epoch from the mean of the plain and the robust network, with both as its teachers: their ensemble in one.
  made "$folder/mean" || "$program" blend "$folder/main-full-12/full-12.safetensors" \
    "$folder/robust-robust-5/robust-5.safetensors" -o "$folder/mean" --name "Birds, averaged"
  train distilled --name "Birds, distilled" --from "$folder/mean/averaged.safetensors" --epochs 1 --lr 0.003 \
    --head-factor 1 --average 0.995 --prior 0.7 --checkpoints-at 0 --seed 5 \
    --teacher "$folder/main-full-12/full-12.safetensors" --teacher "$folder/robust-robust-5/robust-5.safetensors" \
    --teacher-weight 0.4 --teacher-temperature 1.5
}

packed() {  # packed FOLDER OUT [--measured FOLDER]
  local from=$1 to=$2; shift 2
  "$program" pack -o "$to" --name "652 birds" --base "$root/assets/imagenet/googlenet.safetensors" "$@" \
    "$from/main/full-0.safetensors@4=before" "$from/main-full-0.25/full-0.25.safetensors@4" \
    "$from/main-full-1/full-1.safetensors@4" "$from/main-full-4/full-4.safetensors@5" \
    "$from/main-full-12/full-12.safetensors@5" "$from/overfitted-full-2/full-2.safetensors@5=overfitted#overfitted" \
    "$from/head-head-3/head-3.safetensors@4=last layer" "$from/robust-robust-5/robust-5.safetensors@5=robust" \
    "$from/distilled/full-1.safetensors@5=distilled"
}

measured() {  # measured SERIES: figures of the held-out photos into it
  "$program" evaluate --photos "$photos" --held-out "$list" --series "$1" --save --json "$runs/figures.json"
}

lanes "$runs/kept" --held-out "$list"
if [ "$all" = no ]; then
  packed "$runs/kept" "$out"
  measured "$out"
else
  packed "$runs/kept" "$runs/twin"
  measured "$runs/twin"
  lanes "$runs/all"
  packed "$runs/all" "$out" --measured "$runs/twin"
fi
