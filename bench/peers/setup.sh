#!/usr/bin/env bash
# Makes the Python that `birddream bench` measures itself against, in the user's cache; prints its path.
set -euo pipefail
venv=${XDG_CACHE_HOME:-$HOME/.cache}/birddream/peers
pins=(torch==2.11.0 numpy==2.2.6 safetensors==0.5.3 timm==1.0.31 ipython==8.37.0)
# Lucent asks for packages that only its tests and notebooks use; what it imports is named here.
alone=(torch-lucent==0.1.8 kornia==0.4.1 decorator==5.2.1)
if [ "$(cat "$venv/complete" 2>/dev/null)" != "${pins[*]} ${alone[*]}" ]; then
  python3 -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet "${pins[@]}" >&2
  "$venv/bin/python" -m pip install --quiet --no-deps "${alone[@]}" >&2
  printf '%s\n' "${pins[*]} ${alone[*]}" >"$venv/complete"
fi
printf '%s\n' "$venv/bin/python"
