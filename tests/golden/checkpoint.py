#!/usr/bin/env python3
"""Golden data for the weights files: made by safetensors, numpy, torch and xxhash, not by birddream.

    python3 tests/golden/checkpoint.py        needs: pip install safetensors numpy torch xxhash

Writes beside itself
  checkpoint.safetensors  values.f32, and the same numbers as values.f16 and values.bf16 as torch rounds them;
                          weight.f32 [6, 4, 3, 3] and its 8-bit form: weight (I8) with weight.scale, made by the
                          rule scale = max|w| / 127 per output channel, q = round half to even (w / scale)
  checkpoint.json         XXH64 of the bytes (7 i + 3) mod 256, i = 0 .. n-1, for several n
"""
import json
import pathlib

import numpy as np
import torch
import xxhash
from safetensors.torch import save_file

here = pathlib.Path(__file__).parent
rng = np.random.default_rng(20)

# All magnitudes a half can hold, subnormals included, and ties between neighbours.
values = rng.standard_normal(500) * 10.0 ** rng.uniform(-8, 4, 500)
ties = np.array([0.0, 1.0, -1.0, 1 + 2**-11, 1 + 3 * 2**-11, 2**-24, 2**-25, 3 * 2**-25, 65504.0, 65519.0, 2**-14, 2**-14 - 2**-25])
values = torch.tensor(np.concatenate([ties, values]), dtype=torch.float32)

weight = rng.standard_normal((6, 4, 3, 3)).astype(np.float32)
weight[2] = 0.0  # a dead channel
weight[4] *= 1e-3
scale = (np.abs(weight).reshape(6, -1).max(axis=1) / np.float32(127)).astype(np.float32)
levels = np.rint(weight / np.where(scale > 0, scale, 1)[:, None, None, None])

save_file(
    {
        "values.f32": values,
        "values.f16": values.to(torch.float16),
        "values.bf16": values.to(torch.bfloat16),
        "weight.f32": torch.from_numpy(weight),
        "weight": torch.from_numpy(levels.astype(np.int8)),
        "weight.scale": torch.from_numpy(scale),
        "scalar": torch.tensor(2.5),
        "empty": torch.zeros(0, 3),
    },
    here / "checkpoint.safetensors",
    metadata={"made by": "safetensors", "sign": "ä"},
)

hashes = {}
for n in [0, 1, 3, 4, 7, 8, 31, 32, 33, 63, 64, 100, 1000, 65537]:
    data = bytes((7 * i + 3) % 256 for i in range(n))
    hashes[str(n)] = xxhash.xxh64(data).hexdigest()
(here / "checkpoint.json").write_text(json.dumps({"xxh64": hashes}, indent=1) + "\n")
