#!/usr/bin/env python3
"""Golden numbers for GoogLeNet: an implementation of its own with torch.nn.functional, in float64.

    python3 tests/golden/googlenet.py                         writes googlenet.safetensors beside itself
    python3 tests/golden/googlenet.py --compare FLOAT32.safetensors
                                          also says how far the 8-bit weights are from these on the same images
needs: pip install torch numpy safetensors

Written after the model's description (BVLC GoogLeNet, Caffe model zoo) and Szegedy et al. 2014. The weights are the
shipped 8-bit ones, decoded here: weight = level * scale, the scale one for each output channel.

Images, RGB 0..1:
  waves   96 high, 128 wide, value(c, y, x) = 0.5 + 0.25 sin(0.13 x + 0.7 c) + 0.2 sin(0.09 (c + 1) y + 0.3)
  random  64 x 64, uniform, stored
Of each: all logits, the gradient of one logit (flamingo, 130) to the image, and the mean over all places of every tap's
channels (taps_*, in forward order).
"""
import argparse
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

HERE = pathlib.Path(__file__).parent
SHIPPED = HERE.parent.parent / "assets/imagenet/googlenet.safetensors"
BLOCKS = ["3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b"]
FLAMINGO = 130


def load(path):
    """Weights by name, 8-bit ones decoded, float64."""
    stored = load_file(path)
    weights = {}
    for name, tensor in stored.items():
        if name.endswith(".scale") and stored[name[: -len(".scale")]].dtype == torch.int8:
            continue
        tensor64 = tensor.double()
        if tensor.dtype == torch.int8:
            scale = stored[name + ".scale"].double()
            tensor64 = tensor64 * scale.reshape(-1, *[1] * (tensor.dim() - 1))
        weights[name] = tensor64
    return weights


def forward(weights, image):
    """Logits and all taps of an image N x 3 x H x W, RGB 0..1."""
    taps = {}

    def convolve(name, x, tap, stride=1):
        kernel = weights[name + ".weight"]
        x = F.conv2d(x, kernel, weights[name + ".bias"], stride=stride, padding=kernel.shape[-1] // 2)
        taps[tap] = F.relu(x)
        return taps[tap]

    def pool(x):
        return F.max_pool2d(x, 3, stride=2, ceil_mode=True)

    def normalise(x):
        return F.local_response_norm(x, size=5, alpha=1e-4, beta=0.75, k=1.0)

    mean = torch.tensor([104.0, 117.0, 123.0], dtype=image.dtype).reshape(1, 3, 1, 1)
    x = image[:, [2, 1, 0]] * 255 - mean
    x = normalise(pool(convolve("conv1.7x7_s2", x, "conv1", stride=2)))
    x = convolve("conv2.3x3_reduce", x, "conv2_reduce")
    x = pool(normalise(convolve("conv2.3x3", x, "conv2")))
    for block in BLOCKS:
        name = "inception_" + block
        if block in ("4a", "5a"):
            x = pool(x)

        def branch(part, y):
            return convolve(f"{name}.{part}", y, f"{name}.{part}")

        one = branch("1x1", x)
        three = branch("3x3", branch("3x3_reduce", x))
        five = branch("5x5", branch("5x5_reduce", x))
        pooled = branch("pool_proj", F.max_pool2d(x, 3, stride=1, padding=1))
        x = taps[name] = torch.cat([one, three, five, pooled], dim=1)
    x = taps["pool5"] = F.adaptive_avg_pool2d(x, 1)
    taps["logits"] = F.linear(x.flatten(1), weights["loss3.classifier.weight"], weights["loss3.classifier.bias"])
    return taps["logits"], taps


def gradient(weights, image, target):
    """Logits, gradient of one logit to the image, taps."""
    image = image.clone().requires_grad_()
    logits, taps = forward(weights, image)
    (grad,) = torch.autograd.grad(logits[:, target].sum(), image)
    return logits.detach(), grad, taps


def waves(height, width):
    c, y, x = np.meshgrid(np.arange(3), np.arange(height), np.arange(width), indexing="ij")
    value = 0.5 + 0.25 * np.sin(0.13 * x + 0.7 * c) + 0.2 * np.sin(0.09 * (c + 1) * y + 0.3)
    return torch.from_numpy(value.astype(np.float32))[None].double()


def noise():
    return torch.from_numpy(np.random.default_rng(7).random((1, 3, 64, 64), dtype=np.float32)).double()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--compare", metavar="FLOAT32.safetensors")
    arguments = parser.parse_args()
    weights = load(SHIPPED)
    images = {"waves": waves(96, 128), "random": noise()}
    golden = {"image_random": images["random"][0].float()}
    for name, image in images.items():
        logits, grad, taps = gradient(weights, image, FLAMINGO)
        golden["logits_" + name] = logits[0].float()
        golden["gradient_" + name] = grad[0].float()
        golden["taps_" + name] = torch.cat([t.flatten(2).mean(2)[0] if t.dim() == 4 else t[0] for t in taps.values()]).float()
        if arguments.compare:
            logits32, grad32, _ = gradient(load(arguments.compare), image, FLAMINGO)
            cosine = F.cosine_similarity(grad.flatten(), grad32.flatten(), dim=0)
            print(f"{name}: largest logit difference {(logits - logits32).abs().max():.4f}, gradient cosine {cosine:.5f}")
    save_file({name: tensor.detach().contiguous() for name, tensor in golden.items()}, HERE / "googlenet.safetensors")
    (HERE / "googlenet.safetensors").chmod(0o644)


if __name__ == "__main__":
    main()
