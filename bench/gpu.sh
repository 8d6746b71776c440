#!/usr/bin/env bash
# Builds and checks the GPU's dream step on a machine with a GPU, nvcc and a Python that has torch 2.11, without GUI packages
# and without a network; writes one JSON.
#
#   bench/gpu.sh --pack             here: copies GoogleTest, nlohmann's JSON, glad and the headers of GL and EGL into .gpu/
#                                   (ignored by git), which is to travel with the working tree
#   bench/gpu.sh [OUT.json]         there: builds (build/gpu), tests, measures. Default: build/gpu/gpu.json
#   bench/gpu.sh --build            only builds; links against the torch of $PYTHON (default python3)
#
# Environment: PYTHON, NVCC (default: the PATH's, /usr/local/cuda's), JOBS.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
out=build/gpu
say()  { printf 'gpu.sh: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

if [ "${1:-}" = --pack ]; then
  mkdir -p .gpu
  cp -r /usr/include/nlohmann .gpu/
  cp -r /usr/src/googletest .gpu/
  cp -r "$(third_party/obtain.sh --where)/glad" .gpu/
  mkdir -p .gpu/include; cp -r /usr/include/EGL /usr/include/KHR /usr/include/GL .gpu/include/
  say ".gpu/ is there ($(du -sh .gpu | cut -f1))"
  exit 0
fi

python=${PYTHON:-python3}
nvcc=${NVCC:-$(command -v nvcc || echo /usr/local/cuda/bin/nvcc)}
[ -x "$nvcc" ] || fail "there is no nvcc; set NVCC."
torch=$("$python" -c 'import importlib.util, pathlib; print(pathlib.Path(importlib.util.find_spec("torch").origin).parent)') || fail "$python has no torch."
json=.gpu; [ -d .gpu/nlohmann ] || json=/usr/include
gtest=.gpu/googletest; [ -d "$gtest" ] || gtest=/usr/src/googletest
[ -f "$json/nlohmann/json.hpp" ] && [ -d "$gtest" ] || fail "nlohmann's JSON or GoogleTest is missing; run bench/gpu.sh --pack where they are."
jobs=${JOBS:-$(nproc)}
# cudart as torch has it, else the toolkit's.
cudart=$(find "$torch/../nvidia" "$(dirname "$nvcc")/.." -name 'libcudart.so.1*' 2>/dev/null | head -n 1)
[ -n "$cudart" ] || fail "there is no libcudart."
cuda_include=$(dirname "$(find -L "$(dirname "$nvcc")/.." "$torch/../nvidia" "${CUDA_INCLUDE:-/nonexistent}" -name cuda_gl_interop.h 2>/dev/null | head -n 1)")
mkdir -p "$out/objects" "$out/work"

torch_flags=(-isystem "$torch/include" -isystem "$torch/include/torch/csrc/api/include" "-DBIRDDREAM_TORCH_LIB=\"$torch/lib\"")
flags=(-std=c++20 -O2 -fPIC -Isrc -Itests -isystem "$json" -isystem .gpu/include "-DBIRDDREAM_SOURCE_DIR=\"$root\"")
cxx=${CXX:-g++}
libraries=("$torch/lib/libtorch_cpu.so" "$torch/lib/libc10.so" -Wl,-rpath,"$torch/lib" -Wl,--disable-new-dtags
           -Wl,--allow-shlib-undefined -ldl -lpthread)
objects=()
compile() {  # compile SOURCE FLAGS...: in the background; the list of objects grows
  local source=$1 object; shift
  object=$out/objects/$(printf '%s' "$source" | tr / _).o
  objects+=("$object")
  if [ "$object" -nt "$source" ]; then return 0; fi
  while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n || fail "the build failed, see above."; done
  "$cxx" "${flags[@]}" "$@" -c "$source" -o "$object" &
}
finish() { local job; for job in $(jobs -rp); do wait "$job" || fail "the build failed, see above."; done; }

say "building with $nvcc and $torch"
"$nvcc" -std=c++20 -O3 -Isrc ${cuda_include:+-isystem "$cuda_include"} -gencode arch=compute_80,code=sm_80 \
  -gencode 'arch=compute_90,code=[sm_90,compute_90]' -Xcompiler -fPIC -c src/cuda/launch.cu -o "$out/objects/launch.o" &
for source in src/cuda/*.cpp; do compile "$source" -isystem "$cuda_include"; done
finish
"$cxx" -shared -o "$out/birddream_cuda.so" "${objects[@]}" "$out/objects/launch.o" "$cudart" -Wl,-rpath,"$(dirname "$cudart")"

objects=()
for source in src/base/*.cpp src/checkpoint/*.cpp; do compile "$source"; done
for source in src/net/*.cpp src/gpu/*.cpp src/plan/units.cpp; do compile "$source" "${torch_flags[@]}"; done
common=("${objects[@]}")
objects=(); compile bench/gpu/step_speed.cpp "${torch_flags[@]}"; speed=("${objects[@]}")
objects=()
for source in tests/gpu/network_program_test.cpp; do compile "$source" "${torch_flags[@]}" -I"$gtest/googletest/include" -I"$gtest/googlemock/include" '-DBIRDDREAM_HOST_DEVICE="none"'; done
for source in "$gtest/googletest/src/gtest-all.cc" "$gtest/googletest/src/gtest_main.cc"; do
  compile "$source" -I"$gtest/googletest" -I"$gtest/googletest/include"
done
tests=("${objects[@]}")

# Pictures from CUDA memory into textures, where there is EGL.
egl=$(ldconfig -p | sed -n 's/.*libEGL\.so\.1 .*=> //p' | head -n 1)
glad=.gpu/glad; [ -d "$glad" ] || glad=$(third_party/obtain.sh --where 2>/dev/null)/glad
objects=() interop=()
if [ -n "$egl" ] && [ -d "$glad" ]; then
  for source in src/gl/*.cpp src/image/*.cpp; do
    case $source in */window.cpp|*/jpeg.cpp|*/png_*.cpp|*/read_picture.cpp) ;; *) compile "$source" -isystem "$glad/include" ;; esac
  done
  compile "$glad/src/gl.c" -xc++ -isystem "$glad/include"
  compile tests/gl/cuda_interop_test.cpp -isystem "$glad/include" -I"$gtest/googletest/include" -I"$gtest/googlemock/include" \
    '-DBIRDDREAM_FAKE_CUDA="none"' "-DBIRDDREAM_BINARY_DIR=\"$root/$out\""
  interop=("${objects[@]}")
fi
finish
"$cxx" -o "$out/gpu_step_speed" "${speed[@]}" "${common[@]}" "${libraries[@]}"
"$cxx" -o "$out/test_gpu" "${tests[@]}" "${common[@]}" "${libraries[@]}"
if [ ${#interop[@]} -gt 0 ]; then
  "$cxx" -o "$out/test_interop" "${interop[@]}" $(printf '%s\n' "${common[@]}" | grep src_base_) "${tests[@]:1}" "$egl" -ldl -lpthread
else
  say "no EGL here: pictures into textures are not tested"
fi
say "built"
[ "${1:-}" != --build ] || exit 0

say "testing"
result=passed
BIRDDREAM_TEST_GPU=$root/$out/birddream_cuda.so "$out/test_gpu" --gtest_output=json:"$out/tests.json" >"$out/tests.log" 2>&1 || result=failed
if [ -x "$out/test_interop" ]; then
  "$out/test_interop" --gtest_filter='RealPluginTest.*' --gtest_output=json:"$out/interop.json" >>"$out/tests.log" 2>&1 || result=failed
fi
tail -n 25 "$out/tests.log" >&2
say "tests: $result"
say "measuring"
"$python" bench/gpu/gpu_bench.py "$out/gpu_step_speed" "$root/$out/birddream_cuda.so" "$out/work" "${1:-$out/gpu.json}" --tests "$out/tests.json" --tests "$out/interop.json"
say "written: ${1:-$out/gpu.json}"
[ "$result" = passed ]
