#!/usr/bin/env bash
# Makes the pictures of docs/findings.md with the program itself and the series that ships. A few minutes on two cores;
# sheets, interrupted, go on where they were. Needs ffmpeg.
#   docs/make_findings.sh [NAME...]    default: all
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${BIRDDREAM:-$root/build/release/birddream}
out=$root/docs/findings
work=${WORK:-$root/build/findings}
mkdir -p "$out" "$work"
birds="Mallard Duck,Bald Eagle,American Flamingo"
seed=8  # of the default recipe: the clearest of eight with checkpoint 4, and the same for all that is compared

# sheet NAME OPTIONS...: a grid of checkpoints and moments, as it is and with its contrast drawn out
sheet() {
  local name=$1; shift
  "$program" sheet --device cpu "$@" -o "$work/$name.png" >/dev/null
  cp "$work/$name.png" "$out/$name.png"
  "$root/docs/few_colours.sh" "$out/$name.png"
  printf 'docs/findings/%s.png\n' "$name"
}
# row NAME BIRD [--stretched]: LABEL|OPTIONS lines on stdin, one dream each, side by side
row() {
  local name=$1 bird=$2 stretched=${3:-} tiles=() label options
  while IFS='|' read -r label options; do
    local file="$work/${name}_${label//[^a-z0-9]/_}_${bird// /_}.png"
    # shellcheck disable=SC2086  # options are words
    "$program" dream --device cpu --species "$bird" $options -o "$file" >/dev/null
    tiles+=("$label=$file")
  done
  # shellcheck disable=SC2086  # none is no argument
  "$program" tile "${tiles[@]}" $stretched -o "$out/$name.png"
  "$root/docs/few_colours.sh" "$out/$name.png"
  printf 'docs/findings/%s.png\n' "$name"
}

before() { sheet before --checkpoints 0,4 --species "$birds" --steps 500 --preset original-2021 --stretched; }
before_birds() { sheet before_birds --checkpoints 0,4 --species "$birds" --steps 160 --seed $seed; }
objective() {
  row objective "Mallard Duck" --stretched <<'EOF'
class neuron|--checkpoint 4 --preset original-2021
softmax|--checkpoint 4 --preset original-2021 --objective probability
cross entropy|--checkpoint 4 --preset original-2021-cross-entropy
EOF
  row objective_birds "Mallard Duck" <<EOF
class neuron|--checkpoint 4 --seed $seed
softmax|--checkpoint 4 --seed $seed --objective probability
cross entropy|--checkpoint 4 --seed $seed --objective cross_entropy
EOF
}
blur() {
  row blur "Bald Eagle" --stretched <<'EOF'
fixed 0.5|--checkpoint 4 --preset original-2021
0.1 to 0.5|--checkpoint 4 --preset original-2021 --set blur_min=0.1 --set blur_max=0.5
0.1 to 1|--checkpoint 4 --preset original-2021-random-blur
EOF
}
steps() {
  sheet steps --checkpoints 4 --species "Mallard Duck" --steps 200,500,1000,2000 --preset original-2021 --stretched
}
overfitted() {
  sheet overfitted --checkpoints 4,5 --species "$birds" --steps 500 --preset original-2021 --stretched
  sheet overfitted_birds --checkpoints 4,5 --species "$birds" --steps 160 --seed $seed
}
head_only() {
  sheet head --checkpoints 6,4 --species "$birds" --steps 500 --preset original-2021 --stretched
  sheet head_birds --checkpoints 6,4 --species "$birds" --steps 160 --seed $seed
}
training() { sheet training --checkpoints 0,1,2,3,4,7,8 --species "$birds" --steps 160 --seed $seed; }

for name in "${@:-before before_birds objective blur steps overfitted head_only training}"; do
  for one in $name; do "$one"; done
done
