#!/usr/bin/env bash
# Makes the Python that `birddream bench` measures itself against, in the user's cache; prints its path.
set -euo pipefail
venv=${XDG_CACHE_HOME:-$HOME/.cache}/birddream/peers
if [ ! -f "$venv/complete" ]; then
  python3 -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet torch==2.11.0 numpy==2.2.6 safetensors==0.5.3 timm==1.0.31 >&2
  touch "$venv/complete"
fi
printf '%s\n' "$venv/bin/python"
