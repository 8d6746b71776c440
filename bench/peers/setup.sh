#!/usr/bin/env bash
# Makes the Python that `birddream bench` measures itself against, in the user's cache; prints its path.
set -euo pipefail
venv=${XDG_CACHE_HOME:-$HOME/.cache}/birddream/peers
torch=torch==2.11.0
# What these ask for beside: Lucent, packages that only its tests and notebooks use; all of them torch, whose own
# requirements are several GB of CUDA that only a GPU wants. So they come alone, and what is imported is named here.
alone=(timm==1.0.31 torchvision==0.26.0 torch-lucent==0.1.8 kornia==0.4.1)
light=(numpy==2.2.6 safetensors==0.5.3 ipython==8.37.0 decorator==5.2.1 pillow==12.0.0 pyyaml==6.0.3 huggingface_hub==0.36.0
       filelock==3.20.0 fsspec==2025.10.0 jinja2==3.1.6 networkx==3.4.2 sympy==1.14.0 typing-extensions==4.15.0 setuptools==80.9.0)
gpu=no
if command -v nvidia-smi >/dev/null && nvidia-smi -L 2>/dev/null | grep -q '^GPU '; then gpu=yes; fi
wanted="$torch $gpu ${alone[*]} ${light[*]}"
if [ "$(cat "$venv/complete" 2>/dev/null)" != "$wanted" ]; then
  size="0.7 GB"; [ "$gpu" = no ] || size="3.3 GB, CUDA for the GPU among it"
  printf 'birddream: downloading PyTorch and what is measured beside it to %s: about %s\n' "$venv" "$size" >&2
  get() { "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@" >&2; }
  python3 -m venv "$venv"
  get "${light[@]}"
  if [ "$gpu" = yes ]; then get "$torch"; else get --no-deps "$torch" nvidia-cuda-runtime==13.0.96 nvidia-cuda-cupti==13.0.85; fi
  get --no-deps "${alone[@]}"
  printf '%s\n' "$wanted" >"$venv/complete"
fi
printf '%s\n' "$venv/bin/python"
