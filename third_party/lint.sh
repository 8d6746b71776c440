#!/usr/bin/env bash
# clang-format (check only) and clang-tidy over our own sources, with the release build's compile commands.
#   lint.sh [FILES...]    default: every source file
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
for tool in clang-format clang-tidy; do
  command -v "$tool" >/dev/null || { printf 'birddream: %s is not installed (apt-get install %s).\n' "$tool" "$tool" >&2; exit 1; }
done
[ -f build/release/compile_commands.json ] || { printf 'birddream: there is no release build to read the commands of; ./test builds it.\n' >&2; exit 1; }
if [ $# -gt 0 ]; then files=("$@"); else mapfile -t files < <(git ls-files 'src/*.cpp' 'src/*.h' 'tests/*.cpp' 'tests/*.h'); fi
clang-format --dry-run --Werror "${files[@]}"
mapfile -t sources < <(printf '%s\n' "${files[@]}" | grep '^src/.*\.cpp$')
# GCC's precompiled header and its flag mean nothing to clang: tidy reads the headers themselves.
mkdir -p build/lint
sed -E 's/-fpch-preprocess|-Winvalid-pch|-Wno-restrict|-include [^ ]*cmake_pch\.hxx//g' build/release/compile_commands.json >build/lint/compile_commands.json
printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -n 1 clang-tidy -p build/lint --quiet --warnings-as-errors='*' 2>/dev/null
