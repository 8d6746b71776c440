# Sourced by ./run and ./test: obtain what is missing, then configure and build a preset. Expects $root.
# Long output goes to build/LOG; on failure its end is shown.

say()  { printf 'birddream: %s\n' "$*" >&2; }
fail() { printf 'birddream: %s\n' "$*" >&2; exit 1; }

# nproc believes OMP_NUM_THREADS, which ./test sets to one for the tests' sake.
cores() { env -u OMP_NUM_THREADS nproc; }

# Each job a core and the memory for it: a torch file takes up to 2 GB to compile.
jobs() {
  local cores memory
  cores=$(cores)
  memory=$(awk '/MemAvailable/ { print int($2 / 2097152) }' /proc/meminfo)
  [ "$memory" -ge 1 ] || memory=1
  if [ "$memory" -lt "$cores" ]; then echo "$memory"; else echo "$cores"; fi
}

# build_preset PRESET [TARGET...]
build_preset() {
  local preset=$1; shift
  local log=$root/build/$preset.log
  mkdir -p "$root/build" || fail "cannot write to $root/build."
  # Configuring again is only needed when there is nothing yet; Ninja re-runs CMake by itself when files changed.
  # A dependency folder of other versions starts anew.
  local deps; deps=$("$root/third_party/obtain.sh" --where)
  if [ ! -f "$root/build/$preset/build.ninja" ] || ! grep -qxF "BIRDDREAM_DEPS:PATH=$deps" "$root/build/$preset/CMakeCache.txt" 2>/dev/null; then
    rm -rf "$root/build/$preset"
    (cd "$root" && cmake --preset "$preset" -DBIRDDREAM_DEPS="$deps") >"$log" 2>&1 ||
      { tail -n 15 "$log" >&2; fail "CMake could not configure the build; the whole log is in $log."; }
    say "building ($preset): about ten minutes on two cores the first time, seconds later"
  fi
  if [ -t 2 ]; then
    (cd "$root" && cmake --build "build/$preset" --parallel "$(jobs)" ${1:+--target "$@"}) >&2 ||
      fail "the build failed, see above."
  else
    (cd "$root" && cmake --build "build/$preset" --parallel "$(jobs)" ${1:+--target "$@"}) >>"$log" 2>&1 ||
      { tail -n 30 "$log" >&2; fail "the build failed; the whole log is in $log."; }
  fi
}
