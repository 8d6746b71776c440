#!/usr/bin/env bash
# Builds, checks and measures the GPU's dream step on a machine with a GPU, nvcc and a Python that has torch 2.11, without
# GUI packages and without a network. docs/gpu.md says what it finds out.
#
#   bench/gpu.sh --pack             here: copies GoogleTest, nlohmann's JSON, glad, the headers of GL and EGL, and EGL's
#                                   packages into .gpu/ (ignored by git), which is to travel with the working tree
#   bench/gpu.sh [FOLDER [SECONDS]] there: all of it, within so many seconds (default 560); FOLDER/gpu.json and gpu.log grow
#                                   as it goes, so that what is cut off has said what it knew. Default: $OUT, else build/gpu
#   bench/gpu.sh --build            there: only builds (build/gpu)
#   bench/gpu.sh --rehearse FOLDER PROGRAMS   here: the same stages on host memory, with the programs of a CMake build
#
# Environment: PYTHON, NVCC (default: the PATH's, /usr/local/cuda's), JOBS.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
say() { printf 'gpu.sh: %s\n' "$*" >&2; }

pack() {
  mkdir -p .gpu/include
  cp -r /usr/include/nlohmann /usr/src/googletest .gpu/
  cp -r "$(third_party/obtain.sh --where)/glad" .gpu/
  cp -r /usr/include/EGL /usr/include/KHR /usr/include/GL .gpu/include/
  mkdir -p .gpu/egl
  (cd .gpu/egl && apt-get -qq download libegl1 libglvnd0 libopengl0 libgl1 libglx0 libgles2) ||
    say "EGL's packages could not be fetched: where EGL is missing, pictures into textures will not be tested."
  say ".gpu/ is there ($(du -sh .gpu | cut -f1))"
}

python=${PYTHON:-python3}
case ${1:-} in
  --pack) pack ;;
  --build) exec bench/gpu/build.sh ;;
  --rehearse)
    exec "$python" bench/gpu/stages.py --rehearse --programs "${3:?a build folder}" --seconds 120 "${2:?a folder for results}" ;;
  -*) say "it takes --pack, --build, --rehearse FOLDER PROGRAMS, or FOLDER and SECONDS; not $1"; exit 2 ;;
  *) exec "$python" bench/gpu/stages.py --programs build/gpu --seconds "${2:-560}" "${1:-${OUT:-build/gpu}}" ;;
esac
