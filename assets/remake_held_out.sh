#!/usr/bin/env bash
# remake_held_out.sh PHOTOS > list: which photos of the training folder the series is measured on; one file a line.
#
# The first letter of a photo's name is its source (a and d: BIRDS-525; b: Caltech-UCSD Birds 200-2010; c: 200-2011). b and
# c show some of the same originals in other crops, so a photo of one is never held out where the other could have
# shown it: held out are one photo of source a of each species that has it, and four of source b of those that have
# nothing but b.
set -euo pipefail
photos=${1:?usage: remake_held_out.sh PHOTOS}
export LC_ALL=C
for folder in "$photos"/*/; do
  species=$(basename "$folder")
  sources=$(cd "$folder" && ls | cut -c1 | sort -u | tr -d '\n')
  case $sources in
    *a*) (cd "$folder" && ls a* | sort | tail -n 1) ;;
    b) (cd "$folder" && ls b* | sort | awk 'NR % 5 == 0' | head -n 4) ;;
  esac | sed "s|^|$species/|"
done
