#!/usr/bin/env bash
# How long the window's thread is at work in a frame while photos, series and galleries are opened and pictures saved: the bar is
# 50 ms. Follows bench/window_frames.json in the real program; without DISPLAY under Xvfb, where OpenGL is software and the second
# column (with GL) is the CPU's drawing. The third is what of the interface's time the thread had a processor: where other programs
# run beside it, the first says little and the third still tells computing apart from waiting.
#   bench/window_frames.sh [FRAMES.csv]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${BIRDDREAM:-$root/build/release/birddream}
out=${1:-frames.csv}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
"$program" dream --species mallard --size 256 --steps 8 --scale 16 -o "$work/photo.png" 2>/dev/null   # 17 million pixels
# Without its recipe inside it is a photo like any other.
"$program" tile "=$work/photo.png" -o "$work/plain.png"
sed -e "s#PHOTO#$work/plain.png#" -e "s#SERIES#$root/assets/imagenet#" "$root/bench/window_frames.json" >"$work/tour.json"
export HOME=$work XDG_CONFIG_HOME=$work/config XDG_CACHE_HOME=$work/cache XDG_PICTURES_DIR=$work/pictures
run=()
[ -n "${DISPLAY:-}" ] || run=(xvfb-run -a -s "-screen 0 1600x1000x24")
"${run[@]}" "$program" view --script "$work/tour.json" --frame-times "$out" --report "$work/report.json"
of() { tail -n +2 "$out" | cut -d, -f"$1" | sort -g | awk '{ v[NR] = $1; over += $1 > 50 }
  END { printf "median %.1f ms, 99 %% %.1f ms, longest %.1f ms, over 50 ms: %d of %d frames\n", v[int((NR + 1) / 2)], v[int(NR * 0.99)], v[NR], over, NR }'; }
printf 'interface: %s\n' "$(of 2)"
printf 'with GL:   %s\n' "$(of 3)"
printf 'computing: %s\n' "$(of 4)"
# What was going on in the longest ones: the seconds of the frame, its figures, the last mark before it.
python3 - "$out" "$work/report.json" <<'END'
import csv, json, sys
report = json.load(open(sys.argv[2]))
opened = report["start_seconds"]["window"]  # marks count from the process's beginning
marks = [(mark["seconds"] - opened, mark["name"]) for mark in report["marks"]]
rows = [[float(v) for v in row] for row in list(csv.reader(open(sys.argv[1])))[1:]]
for row in sorted(sorted(rows, key=lambda row: -row[1])[:12]):
    before = [name for seconds, name in marks if seconds <= row[0] + 0.1]
    print("%7.2f s  interface %6.1f ms  with GL %6.1f  computing %6.1f  after %s" % (*row, before[-1] if before else "the start"))
END
