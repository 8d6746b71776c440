#!/usr/bin/env bash
# How fast the window goes: follows bench/window.json on a screen of its own (Xvfb, so OpenGL in software) and prints
# the figures as JSON lines, then the most memory that was resident. About a minute and a half; nothing else should run.
#   bench/window.sh > bench/results/DATE_window_figures.jsonl
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${BIRDDREAM:-$root/build/release/birddream}
home=$(mktemp -d); trap 'rm -rf "$home"' EXIT
printf '{"machine": "%s, %s cores", "date": "%s", "command": "bench/window.sh"}\n' \
  "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(date +%F)"
HOME=$home xvfb-run -a -s '-screen 0 1600x1000x24' sh -c '"$1" view --script "$2" & wait_for=$!; peak=0
while [ -r "/proc/$wait_for/status" ]; do
  now=$(sed -n "s/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p" "/proc/$wait_for/status" 2>/dev/null); [ -n "$now" ] && peak=$now
  sleep 0.5
done
wait "$wait_for"; printf "{\"most_resident_MiB\": %d}\n" $((peak / 1024))' sh "$program" "$root/bench/window.json"
