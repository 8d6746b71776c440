#!/usr/bin/env bash
# Builds for a machine with a GPU, from nvcc, a C++ compiler and a Python that has torch 2.11 alone: the plug-in, its tests
# and gpu_step_speed, into build/gpu. Started by bench/gpu.sh. What has not changed is not compiled again.
# Environment: PYTHON, NVCC, CXX, CUDA_INCLUDE (a further place of cudart's headers), JOBS, BIRDDREAM_GPU_BUILD (another
# folder than build/gpu).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
out=${BIRDDREAM_GPU_BUILD:-$root/build/gpu}
say()  { printf 'gpu.sh: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
# first NAME FOLDER...: the first file of that name, empty where there is none.
first() { local name=$1; shift; find -L "$@" -name "$name" -print -quit 2>/dev/null || true; }

python=${PYTHON:-python3}
nvcc=${NVCC:-$(command -v nvcc || echo /usr/local/cuda/bin/nvcc)}
[ -x "$nvcc" ] || fail "there is no nvcc; set NVCC."
# As nvcc itself says, which may be a link or a script.
toolkit=$("$nvcc" --dryrun -c x.cu 2>&1 | sed -n 's/^#\$ TOP=//p') && toolkit=$(cd "$toolkit" && pwd -P)
torch=$("$python" -c 'import importlib.util, pathlib; print(pathlib.Path(importlib.util.find_spec("torch").origin).parent)' 2>/dev/null) ||
  fail "$python has no torch; set PYTHON."
packed=.gpu; [ -d .gpu ] || packed=/nonexistent
gtest=$packed/googletest; [ -d "$gtest" ] || gtest=/usr/src/googletest
json=$packed; [ -d "$json/nlohmann" ] || json=/usr/include
if ! [ -f "$json/nlohmann/json.hpp" ] || ! [ -d "$gtest" ]; then
  fail "nlohmann's JSON or GoogleTest is missing; run bench/gpu.sh --pack where they are."
fi
jobs=${JOBS:-$(env -u OMP_NUM_THREADS nproc)}
# cudart as torch has it, else the toolkit's: there should be one in the process.
cudart=$(first 'libcudart.so.1*' "$torch/../nvidia" "$toolkit" /usr/local/cuda)
[ -n "$cudart" ] || fail "there is no libcudart in $torch/../nvidia or $toolkit."
gl_interop=$(first cuda_gl_interop.h "$toolkit" /usr/local/cuda "$torch/../nvidia" "${CUDA_INCLUDE:-/nonexistent}")
[ -n "$gl_interop" ] || fail "cudart's headers (cuda_gl_interop.h) are missing; set CUDA_INCLUDE."
cxx=${CXX:-g++}

flags=(-std=c++20 -O2 -fPIC -Isrc -Itests "-DBIRDDREAM_SOURCE_DIR=\"$root\"")
for folder in "$packed" "$packed/include"; do  # a standard folder must not be named with -isystem
  if [ -d "$folder" ]; then flags+=(-isystem "$folder"); fi
done
cuda=(-isystem "$(dirname "$gl_interop")")
torch_flags=(-isystem "$torch/include" -isystem "$torch/include/torch/csrc/api/include" "-DBIRDDREAM_TORCH_LIB=\"$torch/lib\"")
libraries=("$torch/lib/libtorch_cpu.so" "$torch/lib/libc10.so" -Wl,-rpath,"$torch/lib" -Wl,--disable-new-dtags
           -Wl,--allow-shlib-undefined -ldl -lpthread)

mkdir -p "$out/objects" "$out/work"
# Objects of another compiler or torch are of no use.
key="$("$cxx" --version | head -n 1); $nvcc; $torch; ${flags[*]}; ${cuda[*]}"
if [ "$(cat "$out/objects/key" 2>/dev/null)" != "$key" ]; then
  rm -f "$out"/objects/*
  printf '%s\n' "$key" >"$out/objects/key"
fi

is_current() {  # is_current OBJECT: newer than all that it was made of, by the list beside it
  local object=$1 list=${1%.o}.d file
  [ -f "$object" ] && [ -f "$list" ] || return 1
  for file in $(sed -e '1s/^[^:]*: *//' -e 's/\\$//' "$list"); do
    [ -e "$file" ] && ! [ "$file" -nt "$object" ] || return 1
  done
}
objects=() wanted=()
start() {  # start OBJECT COMMAND...: in the background, at most $jobs at a time, where the object is not current
  local object=$1; shift
  wanted+=("$object")
  if is_current "$object"; then return 0; fi
  rm -f "$object"  # a failed one is missing, however it came to be waited for
  while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n || fail "the build failed, see above."; done
  # Under another name until it is whole: a build may be ended at any moment.
  { "$@" -MMD -MF "${object%.o}.d" -o "${object%.o}.part.o" && mv "${object%.o}.part.o" "$object"; } &
}
compile() {  # compile SOURCE FLAGS...: adds to the list of objects
  local source=$1 object; shift
  object=$out/objects/$(printf '%s' "$source" | tr / _).o
  objects+=("$object")
  start "$object" "$cxx" "${flags[@]}" "$@" -c "$source"
}
finish() {
  local object
  wait
  for object in "${wanted[@]}"; do [ -f "$object" ] || fail "the build failed, see above: there is no $object."; done
}

say "building with $nvcc and $torch"
start "$out/objects/launch.o" "$nvcc" --threads 2 -std=c++20 -O3 -Isrc "${cuda[@]}" -gencode arch=compute_80,code=sm_80 \
  -gencode 'arch=compute_90,code=[sm_90,compute_90]' -Xcompiler -fPIC -c src/cuda/launch.cu
for source in src/cuda/*.cpp; do compile "$source" "${cuda[@]}"; done
plugin=("${objects[@]}" "$out/objects/launch.o")
objects=()
compile tests/gpu/host_device/host_device.cpp -O3 -fno-math-errno -fno-trapping-math
host=("${objects[@]}")
objects=()
for source in src/base/*.cpp src/checkpoint/*.cpp; do compile "$source"; done
for source in src/net/*.cpp src/gpu/*.cpp src/plan/units.cpp; do compile "$source" "${torch_flags[@]}"; done
common=("${objects[@]}")
objects=()
for source in bench/gpu/*.cpp; do compile "$source" "${torch_flags[@]}"; done
speed=("${objects[@]}")
objects=()
for source in "$gtest/googletest/src/gtest-all.cc" "$gtest/googletest/src/gtest_main.cc"; do
  compile "$source" -I"$gtest/googletest" -I"$gtest/googletest/include"
done
googletest=("${objects[@]}")
test_flags=(-I"$gtest/googletest/include" -I"$gtest/googlemock/include")
objects=()
for source in network_program step_agreement picture_copies; do
  compile "tests/gpu/${source}_test.cpp" "${torch_flags[@]}" "${test_flags[@]}" "-DBIRDDREAM_HOST_DEVICE=\"$out/host_device.so\""
done
tests=("${objects[@]}")

# Pictures from CUDA memory into textures, where there is EGL or its packages travelled along: those are unpacked for
# this alone, nothing is installed.
egl=$(ldconfig -p | sed -n 's/.*libEGL\.so\.1 .*=> //p' | sed -n 1p)
if [ -z "$egl" ] && [ -d "$packed/egl" ] && command -v dpkg-deb >/dev/null; then
  for package in "$packed"/egl/*.deb; do dpkg-deb -x "$package" "$out/egl" || true; done
  egl=$(first libEGL.so.1 "$out/egl")
fi
glad=$packed/glad; [ -d "$glad" ] || glad=$(third_party/obtain.sh --where 2>/dev/null || true)/glad
objects=() interop=()
if [ -n "$egl" ] && [ -d "$glad" ]; then
  for source in src/gl/*.cpp src/image/*.cpp; do
    case $source in */window.cpp|*/jpeg.cpp|*/png_*.cpp|*/read_picture.cpp) ;; *) compile "$source" -isystem "$glad/include" ;; esac
  done
  compile "$glad/src/gl.c" -xc++ -isystem "$glad/include"
  compile tests/gl/cuda_interop_test.cpp -isystem "$glad/include" "${test_flags[@]}" \
    '-DBIRDDREAM_FAKE_CUDA="none"' "-DBIRDDREAM_BINARY_DIR=\"$out\""
  interop=("${objects[@]}")
fi
finish
"$cxx" -shared -o "$out/birddream_cuda.so" "${plugin[@]}" "$cudart" -Wl,-rpath,"$(dirname "$cudart")"
"$cxx" -shared -o "$out/host_device.so" "${host[@]}"
"$cxx" -o "$out/gpu_step_speed" "${speed[@]}" "${common[@]}" "${libraries[@]}"
"$cxx" -o "$out/test_gpu" "${tests[@]}" "${googletest[@]}" "${common[@]}" "${libraries[@]}"
rm -f "$out/test_interop"
if [ ${#interop[@]} -gt 0 ]; then
  mapfile -t base < <(printf '%s\n' "${common[@]}" | grep src_base_)
  "$cxx" -o "$out/test_interop" "${interop[@]}" "${base[@]}" "${googletest[@]}" "$egl" -Wl,-rpath,"$(dirname "$egl")" \
    -Wl,--disable-new-dtags -Wl,--allow-shlib-undefined -ldl -lpthread
else
  say "no EGL here: pictures into textures are not tested"
fi
say "built"
