"""Golden numbers for src/net/inception_v4: what timm 1.0.31's inception_v4 computes.

Run with PyTorch 2.11 and timm 1.0.31: python tests/golden/inception_v4.py tests/golden/inception_v4.safetensors
Nobody stores 43 million weights: they come from a hash of their name and place, which tests/net repeats. So do the
pictures. BatchNorm gets statistics that matter. Stored are:
  logits, gradient      evaluation: 20 logits of one picture, and the gradient of logit 3 by the picture
  training_logits       the same network in training mode, a batch of two pictures
  mean.NAME, var.NAME   running statistics of some layers after that one training forward pass
"""
import sys

import numpy as np
import timm
import torch
from safetensors.torch import save_file

CLASSES, HEIGHT, WIDTH = 20, 107, 139


def uniform(name, count):
    """count values in -1..1 from FNV-1a of the name and an integer hash (32 bits)."""
    seed = 2166136261
    for byte in name.encode():
        seed = (seed ^ byte) * 16777619 % 2**32
    x = (np.arange(count, dtype=np.uint64) * 0x9E3779B9 + seed) & 0xFFFFFFFF
    x ^= x >> 16
    x = x * 0x21F0AAAD & 0xFFFFFFFF
    x ^= x >> 15
    x = x * 0x735A2D97 & 0xFFFFFFFF
    x ^= x >> 15
    return x.astype(np.float64) / 2**31 - 1


def made_up(name, shape):
    values = uniform(name, int(np.prod(shape)))
    if name.endswith("running_var"):
        values = 1 + 0.5 * values
    elif name.endswith("bn.weight"):
        values = 1 + 0.2 * values
    elif len(shape) == 1:
        values = 0.1 * values
    else:
        values = values * np.sqrt(6 / np.prod(shape[1:]))
    return torch.from_numpy(values.astype(np.float32).reshape(shape))


def picture(name):
    values = uniform(name, 3 * HEIGHT * WIDTH) * 0.5 + 0.5
    return torch.from_numpy(values.astype(np.float32).reshape(1, 3, HEIGHT, WIDTH))


def normalised(x):
    return (x - 0.5) / 0.5


network = timm.create_model("inception_v4", pretrained=False, num_classes=CLASSES)
state = {name: made_up(name, tuple(tensor.shape)) for name, tensor in network.state_dict().items()
         if not name.endswith("num_batches_tracked")}
network.load_state_dict(state, strict=True)
assert sum(isinstance(m, torch.nn.Conv2d) for m in network.modules()) == 149
golden = {}

network.eval()
x = picture("picture 0").requires_grad_(True)
logits = network(normalised(x))
golden["logits"] = logits.detach()[0].clone()
golden["gradient"] = torch.autograd.grad(logits[0, 3], x)[0][0].half()

network.train()
with torch.no_grad():
    golden["training_logits"] = network(normalised(torch.cat([picture("picture 0"), picture("picture 1")]))).clone()
for name in ("features.0", "features.9.branch3.1", "features.17.branch2.4", "features.21.branch2_3b"):
    golden[f"mean.{name}"] = network.state_dict()[f"{name}.bn.running_mean"].clone()
    golden[f"var.{name}"] = network.state_dict()[f"{name}.bn.running_var"].clone()
save_file(golden, sys.argv[1])
print({k: tuple(v.shape) for k, v in golden.items()}, golden["logits"][:4], golden["training_logits"][0, :4])
