#!/usr/bin/env bash
# Makes the Python that `birddream bench` measures itself against, in the user's cache; prints its path.
set -euo pipefail
venv=${XDG_CACHE_HOME:-$HOME/.cache}/birddream/peers
torch=torch==2.11.0
# What these ask for beside: Lucent, packages that only its tests and notebooks use; the others torch, which is there. So they come
# alone, and what is imported is named here. torch itself brings several GB of CUDA: the index has no other, and without them all
# `import torch` fails (its Python module is linked to them; LibTorch's CPU library is not).
alone=(timm==1.0.31 torchvision==0.26.0 torch-lucent==0.1.8 kornia==0.4.1)
light=(numpy==2.2.6 safetensors==0.5.3 ipython==8.37.0 decorator==5.2.1 pillow==12.0.0 pyyaml==6.0.3 huggingface_hub==0.36.0
       filelock==3.20.0 fsspec==2025.10.0 jinja2==3.1.6 networkx==3.4.2 sympy==1.14.0 typing-extensions==4.15.0 setuptools==80.9.0)
wanted="$torch ${alone[*]} ${light[*]}"
if [ "$(cat "$venv/complete" 2>/dev/null)" != "$wanted" ]; then
  printf 'birddream: downloading PyTorch and what is measured beside it to %s: about 3.3 GB\n' "$venv" >&2
  get() { "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@" >&2; }
  python3 -m venv "$venv"
  get "${light[@]}"
  get "$torch"
  get --no-deps "${alone[@]}"
  "$venv/bin/python" -c 'import torch, timm, lucent' >&2
  printf '%s\n' "$wanted" >"$venv/complete"
fi
printf '%s\n' "$venv/bin/python"
