#!/usr/bin/env bash
# Obtains everything in versions.txt: system packages by apt, LibTorch and the ImGui sources from the Python package
# index, into a folder of the user's cache that later clones share. Says what it will install and how large it is,
# installs only what is missing, and marks the folder complete last, so that a broken run is never taken for a whole one.
#
#   obtain.sh [--tests] [--gpu|--no-gpu]   obtain what is missing (quick, and without a network, when nothing is)
#   obtain.sh --where [--gpu|--no-gpu]     print the dependency folder
#   obtain.sh --where-nvcc                 print the folder of the GPU's compiler
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
versions=$here/versions.txt

say()  { printf 'birddream: %s\n' "$*" >&2; }
fail() { printf 'birddream: %s\n' "$*" >&2; exit 1; }

tests=no gpu=auto where=no
for arg in "$@"; do
  case $arg in
    --tests) tests=yes ;;
    --gpu) gpu=yes ;;
    --no-gpu) gpu=no ;;
    --where) where=yes ;;
    --where-nvcc) where=nvcc ;;
    *) fail "obtain.sh: unknown option '$arg' (it takes --tests, --gpu, --no-gpu, --where, --where-nvcc)" ;;
  esac
done

# A GPU counts when its driver answers; the choice then stays the same for --where and the build.
if [ "$gpu" = auto ]; then
  gpu=no
  if command -v nvidia-smi >/dev/null 2>&1 && nvidia-smi -L 2>/dev/null | grep -q '^GPU '; then gpu=yes; fi
fi
if [ "$gpu" = yes ]; then flavour=cuda; else flavour=cpu; fi

if [ -n "${XDG_CACHE_HOME:-}" ]; then cache=$XDG_CACHE_HOME
elif [ -n "${HOME:-}" ]; then cache=$HOME/.cache
else fail "neither HOME nor XDG_CACHE_HOME is set: there is no folder to keep the packages in."; fi
case $cache in /*) ;; *) fail "XDG_CACHE_HOME must be an absolute path (it is '$cache')." ;; esac
# Only what lands in the folder names it: another apt line does not fetch torch again.
stamp=$(grep -E '^(pypi|sdist)' "$versions" | sort | sha256sum | cut -c1-12)
deps=$cache/birddream/deps-$flavour-$stamp
nvcc=$cache/birddream/nvcc-$(grep -E '^nvcc' "$versions" | sort | sha256sum | cut -c1-12)
if [ "$where" = yes ]; then printf '%s\n' "$deps"; exit 0; fi
if [ "$where" = nvcc ]; then printf '%s\n' "$nvcc"; exit 0; fi

names()   { awk -v kind="$1" '$1 == kind { print $2 }' "$versions"; }
version() { awk -v name="$1" '($1 == "pypi" || $1 == "sdist" || $1 == "nvcc") && $2 == name { print $3 }' "$versions"; }

check_system() {
  [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || fail "this set-up is for 64-bit Intel/AMD Linux; this is $(uname -s) $(uname -m)."
  command -v apt-get >/dev/null && command -v dpkg-query >/dev/null ||
    fail "this set-up needs Debian 12 or Ubuntu 24.04 (or newer): no apt-get here."
  local id="" number=""
  if [ -r /etc/os-release ]; then
    id=$(. /etc/os-release; printf '%s' "${ID:-}"); number=$(. /etc/os-release; printf '%s' "${VERSION_ID:-}")
  fi
  case $id in
    debian) [ -z "$number" ] || [ "${number%%.*}" -ge 12 ] || fail "Debian $number is too old: birddream needs Debian 12 or newer (CMake 3.25, g++ 12)." ;;
    # CMake 3.25 is the floor; Ubuntu has it from 23.04 on.
    ubuntu) [ "${number%%.*}" -ge 24 ] || fail "Ubuntu $number is too old: birddream needs Ubuntu 24.04 or newer (CMake 3.25, g++ 12)." ;;
  esac
}

free_mb() { df -Pm "$1" | awk 'NR == 2 { print $4 }'; }

missing_packages() {
  local wanted; wanted=$(names apt); [ "$tests" = no ] || wanted="$wanted $(names apt-test)"
  local name
  for name in $wanted; do
    # shellcheck disable=SC2016
    dpkg-query -W -f='${Status}\n' "$name" 2>/dev/null | grep -q ' ok installed$' || printf '%s ' "$name"
  done
}

# apt_failed OUTPUT PACKAGES: one line with what a user can do about it
apt_failed() {
  case $1 in
    *"sudoers"*|*"a password is required"*|*"a terminal is required"*|*"incorrect password"*)
      fail "these system packages are missing and sudo does not let you install them. Whoever may: apt-get install $2" ;;
    *"Proxy Authentication"*) fail "apt's proxy wants a name and a password: set http_proxy and https_proxy." ;;
    *"resolving"*|*"Could not connect"*|*"Network is unreachable"*|*"onnection timed out"*)
      fail "no network: apt cannot fetch the system packages. Run again with a network." ;;
    *"No space left"*|*"enough free space"*) fail "no space left for the system packages." ;;
    *"Unable to locate package"*)
      fail "apt does not know $(printf '%s\n' "$1" | sed -n 's/^E: Unable to locate package //p' | paste -sd' ' -): the system is too old, or its package sources are incomplete." ;;
    *"Could not get lock"*) fail "another program is using apt; run again when it is done." ;;
    *)
      local why; why=$(printf '%s\n' "$1" | grep -E '^E:' | head -n 1)
      fail "apt could not install the packages: ${why:-$(printf '%s\n' "$1" | grep . | tail -n 1)}" ;;
  esac
}

install_packages() {
  local missing; missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  local root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "these Debian packages are missing and there is no sudo: run as root: apt-get install $missing"
    # sudo forgets the proxy otherwise.
    root=(sudo env)
    local name; for name in http_proxy https_proxy no_proxy; do [ -z "${!name:-}" ] || root+=("$name=${!name}"); done
  fi
  local log; log=$(mktemp)
  say "looking up the missing system packages: $missing"
  "${root[@]}" apt-get update -q >"$log" 2>&1 || true   # an old list may do; what cannot be had fails below
  local plan
  # shellcheck disable=SC2086
  if ! plan=$(LC_ALL=C apt-get install -s --no-install-recommends $missing 2>&1); then
    apt_failed "$(printf '%s\n' "$plan"; cat "$log")" "$missing"
  fi
  # shellcheck disable=SC2086
  local size; size=$(LC_ALL=C "${root[@]}" apt-get install --assume-no --no-install-recommends $missing 2>/dev/null |
    grep -E '^(Need to get|After this operation|Download size|Space needed)' | sed 's/, *$//' | paste -sd' ' -) || true
  say "installing by apt: $missing"
  [ -z "$size" ] || say "$size"
  [ "$(free_mb /usr)" -ge 1500 ] || fail "/usr has only $(free_mb /usr) MB free; the system packages need up to 1500 MB."
  # shellcheck disable=SC2086
  if ! "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >"$log" 2>&1; then
    apt_failed "$(cat "$log")" "$missing"
  fi
  rm -f "$log"
}

pip_run() {  # pip_run LOG ARGS...: quiet; on failure one line with the reason
  local log=$1; shift
  # It unpacks here, not in /tmp, which may be small or in memory.
  local tmp; tmp=$(dirname "$log")/tmp; mkdir -p "$tmp"
  if ! TMPDIR=$tmp "$work/venv/bin/python" -m pip --disable-pip-version-check "$@" >"$log" 2>&1; then
    local why; why=$(grep -iE '^ *(ERROR|error):' "$log" | tail -n 1 || true)
    if grep -qiE 'No space left' "$log"; then fail "no space left while downloading to $work."; fi
    if grep -qiE 'ProxyError|Proxy Authentication|connect to proxy' "$log"; then fail "pip does not get through the proxy: check http_proxy and https_proxy. It said: ${why:-$(tail -n 1 "$log")}"; fi
    if grep -qiE 'CERTIFICATE_VERIFY_FAILED|SSLError' "$log"; then
      fail "pip does not trust the package index's certificate (a company's own? name it in PIP_CERT). It said: ${why:-$(tail -n 1 "$log")}"
    fi
    if grep -qiE 'Connection|resolve|Network is unreachable|Retrying|Max retries|timed out' "$log"; then
      fail "no network: the Python package index does not answer. Run again with a network."
    fi
    fail "pip failed: ${why:-see the lines below}$(printf '\n'; tail -n 3 "$log")"
  fi
  rm -rf "$tmp"
}

obtain_folder() {
  if [ -f "$deps/complete" ]; then return 0; fi
  mkdir -p "$(dirname "$deps")" || fail "cannot make $(dirname "$deps")."
  # One at a time: two clones started together share the folder.
  exec 9>"$deps.lock"
  locked 9 "$deps"
  if [ -f "$deps/complete" ]; then return 0; fi
  local need=2800 download=660
  [ "$gpu" = no ] || { need=11200; download=3240; }
  say "downloading to $deps (once; later clones share it):"
  say "  LibTorch $(version torch) for $([ "$gpu" = yes ] && echo "CUDA 13 (GPU found)" || echo "the CPU (no GPU found)"), oneDNN, Dear ImGui sources, glad: about $download MB, $need MB on disk while unpacking"
  local free; free=$(free_mb "$(dirname "$deps")")
  [ "$free" -ge "$need" ] || fail "only $free MB free in $(dirname "$deps"), $need MB are needed."

  # Built in place, since a venv cannot be moved; `complete` is written last and is what counts.
  rm -rf "$deps"; mkdir -p "$deps"
  local work=$deps
  # The system's python: another one on the PATH may lack venv.
  local python=/usr/bin/python3; [ -x "$python" ] || python=python3
  "$python" -m venv "$work/venv" >"$work/log" 2>&1 || fail "python3 -m venv failed: $(tail -n 1 "$work/log")"
  local site; site=$("$work/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')

  if [ "$gpu" = yes ]; then
    pip_run "$work/log" install --no-cache-dir "torch==$(version torch)"
  else
    pip_run "$work/log" install --no-cache-dir --no-deps "torch==$(version torch)" \
      "nvidia-cuda-runtime==$(version nvidia-cuda-runtime)" "nvidia-cuda-cupti==$(version nvidia-cuda-cupti)"
  fi
  pip_run "$work/log" install --no-cache-dir --no-deps "nvidia-cuda-crt==$(version nvidia-cuda-crt)"
  say "  LibTorch is there; now oneDNN, glad and the Dear ImGui sources"
  pip_run "$work/log" install --no-cache-dir --no-deps "onednn-cpu-gomp==$(version onednn-cpu-gomp)" \
    "onednn-devel-cpu-gomp==$(version onednn-devel-cpu-gomp)"
  pip_run "$work/log" install --no-cache-dir --no-deps "glad2==$(version glad2)" "jinja2==$(version jinja2)" "markupsafe==$(version markupsafe)"
  "$work/venv/bin/python" -m glad --reproducible --quiet --api gl:core=4.5 --out-path "$work/glad" c --loader >"$work/log" 2>&1 ||
    fail "glad could not generate its loader: $(tail -n 1 "$work/log")"

  pip_run "$work/log" download --no-cache-dir --no-deps --no-binary imgui-bundle -d "$work/download" "imgui-bundle==$(version imgui-bundle)"
  mkdir -p "$work/imgui-bundle"
  tar -xzf "$work"/download/imgui_bundle-*.tar.gz -C "$work/imgui-bundle" --strip-components=1 \
    --wildcards '*/external/imgui/imgui' '*/external/implot/implot' '*/external/imgui_test_engine/imgui_test_engine' \
    '*/bindings/imgui_bundle/assets/fonts' '*/LICENSE' || fail "the imgui-bundle archive could not be unpacked (disk full?)"
  rm -rf "$work/download"

  ln -s "$site/torch" "$work/torch"
  ln -s "$site/nvidia/cu13" "$work/cuda"
  ln -s venv "$work/onednn"  # the package puts include/ and lib/ at the environment's root
  [ -f "$work/torch/lib/libtorch_cpu.so" ] || fail "the torch package holds no libtorch_cpu.so; is versions.txt right?"
  [ -f "$work/onednn/lib/libdnnl.so.3" ] || fail "the onednn package holds no libdnnl.so.3; is versions.txt right?"
  rm -f "$work/log"
  date -u +%FT%TZ >"$work/complete"
}

obtain_nvcc() {
  if [ -f "$nvcc/complete" ]; then return 0; fi
  mkdir -p "$(dirname "$nvcc")" || fail "cannot make $(dirname "$nvcc")."
  exec 8>"$nvcc.lock"
  locked 8 "$nvcc"
  if [ -f "$nvcc/complete" ]; then return 0; fi
  say "downloading nvcc $(version nvidia-cuda-nvcc), which compiles the GPU's kernels, to $nvcc: about 100 MB, 300 MB on disk"
  local free; free=$(free_mb "$(dirname "$nvcc")")
  [ "$free" -ge 400 ] || fail "only $free MB free in $(dirname "$nvcc"), 400 MB are needed."
  rm -rf "$nvcc"; mkdir -p "$nvcc"
  local work=$deps name wanted=()
  for name in $(names nvcc); do wanted+=("$name==$(version "$name")"); done
  pip_run "$nvcc/log" install --no-cache-dir --no-deps --target "$nvcc/packages" "${wanted[@]}"
  ln -s packages/nvidia/cu13 "$nvcc/cuda"
  [ -x "$nvcc/cuda/bin/nvcc" ] || fail "the nvidia-cuda-nvcc package holds no nvcc; is versions.txt right?"
  rm -f "$nvcc/log"
  date -u +%FT%TZ >"$nvcc/complete"
}

# locked FD FILE: that file's lock, waited for where another set-up has it
locked() {
  flock -n "$1" && return
  say "another birddream is being set up ($2); waiting for it"
  flock "$1"
}

check_system
install_packages
obtain_folder
obtain_nvcc
