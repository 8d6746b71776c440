#!/usr/bin/env python3
"""TorchScript classifiers as a user might write them, and what the sound one answers.

    python3 tests/golden/script_network.py        writes script/*.pt, script/*.json and script_network.safetensors
needs: pip install torch numpy safetensors

  tiny      sound: two convolutions, BatchNorm, dropout, any size, 4 classes
  fixed     takes 32 x 32 px only
  softmax   ends in a softmax
  pair      returns logits and features
  blind     lets no gradient through
Numbers of tiny, computed here without TorchScript in float64, from RGB 0..1: the logits of a picture of waves (48 high,
64 wide) and the gradient of logit 2 to it; the logits once more with "size": 32 in the description (bilinear with
antialiasing, as torch.nn.functional.interpolate has it).
"""
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
CLASSES = ["hen", "macaw", "snowy owl", "king penguin"]
MEAN = [0.485, 0.456, 0.406]
STD = [0.229, 0.224, 0.225]


class Tiny(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.one = torch.nn.Conv2d(3, 8, 3, stride=2, padding=1)
        self.norm = torch.nn.BatchNorm2d(8)
        self.two = torch.nn.Conv2d(8, 12, 3, stride=2, padding=1)
        self.drop = torch.nn.Dropout(0.5)
        self.last = torch.nn.Linear(12, 4)

    def features(self, x):
        x = F.relu(self.norm(self.one(x)))
        x = F.relu(self.two(x))
        return x.mean(3).mean(2)

    def forward(self, x):
        return self.last(self.drop(self.features(x))) * 5.0


class Fixed(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.last = torch.nn.Linear(3 * 8 * 8, 4)

    def forward(self, x):
        return self.last(F.avg_pool2d(x, 4).flatten(1))


class Softmax(torch.nn.Module):
    def forward(self, x):
        return torch.softmax(torch.cat([x, x[:, :1]], 1).mean(3).mean(2), 1)


class Pair(torch.nn.Module):
    def forward(self, x):
        features = x.mean(3).mean(2)
        return torch.cat([features, features[:, :1]], 1), features


class Blind(torch.nn.Module):
    def forward(self, x):
        return torch.cat([x, x[:, :1]], 1).mean(3).mean(2).detach()


def waves(height, width):
    c, y, x = np.meshgrid(np.arange(3), np.arange(height), np.arange(width), indexing="ij")
    value = 0.5 + 0.25 * np.sin(0.13 * x + 0.7 * c) + 0.2 * np.sin(0.09 * (c + 1) * y + 0.3)
    return torch.from_numpy(value.astype(np.float32))[None].double()


def normalise(image):
    mean, std = (torch.tensor(values).double().reshape(1, 3, 1, 1) for values in (MEAN, STD))
    return (image - mean) / std


def main():
    torch.manual_seed(11)
    tiny = Tiny()
    tiny.norm.running_mean.uniform_(-0.3, 0.3)
    tiny.norm.running_var.uniform_(0.5, 1.5)
    # Left in training mode: whoever loads it has to switch dropout and batch statistics off.
    networks = {"tiny": tiny, "fixed": Fixed(), "softmax": Softmax(), "pair": Pair(), "blind": Blind()}
    (HERE / "script").mkdir(exist_ok=True)
    for name, network in networks.items():
        torch.jit.script(network).save(str(HERE / "script" / (name + ".pt")))
        description = {"classes": CLASSES}
        if name == "tiny":
            description |= {"mean": MEAN, "std": STD}
        (HERE / "script" / (name + ".json")).write_text(json.dumps(description) + "\n")

    tiny = tiny.double().eval()
    image = waves(48, 64).requires_grad_()
    logits = tiny(normalise(image))
    (gradient,) = torch.autograd.grad(logits[0, 2], image)
    small = F.interpolate(image.detach(), (32, 32), mode="bilinear", antialias=True)
    golden = {"logits": logits[0], "gradient": gradient[0], "logits_32": tiny(normalise(small))[0]}
    save_file({name: value.detach().float().contiguous() for name, value in golden.items()}, HERE / "script_network.safetensors")
    (HERE / "script_network.safetensors").chmod(0o644)
    print({name: value.flatten()[:4].tolist() for name, value in golden.items()})


if __name__ == "__main__":
    main()
