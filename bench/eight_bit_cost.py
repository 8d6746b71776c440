#!/usr/bin/env python3
"""What 8-bit weights cost: both networks on the same photos.

    python3 bench/eight_bit_cost.py FLOAT32.safetensors EIGHT_BIT.safetensors PHOTOS [--photos 1000] [--size 128]
needs: pip install torch numpy pillow safetensors

PHOTOS is searched for .jpg and .png in all its folders; a sample is every n-th of the sorted list, its middle square
resized to the dream's usual 128 px. Compared on each photo: the most likely class, the logits, and the gradient that a
dream would follow, of the float32 network's top logit to the image.
"""
import argparse
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/golden"))
import googlenet  # noqa: E402  (the independent implementation that the golden numbers come from)


def sample(folder, count):
    files = sorted(p for p in pathlib.Path(folder).rglob("*") if p.suffix.lower() in (".jpg", ".jpeg", ".png"))
    if not files:
        sys.exit(f"{folder}: no photos there")
    count = min(count, len(files))
    return [files[i * len(files) // count] for i in range(count)]


def read(file, size):
    image = Image.open(file).convert("RGB")
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    image = image.crop((left, top, left + side, top + side)).resize((size, size), Image.BICUBIC)
    return torch.from_numpy(np.asarray(image, dtype=np.float32) / 255).permute(2, 0, 1)


def single(path):
    return {name: tensor.float() for name, tensor in googlenet.load(path).items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("float32")
    parser.add_argument("eight_bit")
    parser.add_argument("photos_folder")
    parser.add_argument("--photos", type=int, default=1000)
    parser.add_argument("--size", type=int, default=128)
    arguments = parser.parse_args()

    full, coarse = single(arguments.float32), single(arguments.eight_bit)
    files = sample(arguments.photos_folder, arguments.photos)
    cosines, differences, changed, in_top5, spread = [], [], [], [], []
    for start in range(0, len(files), 8):
        images = torch.stack([read(file, arguments.size) for file in files[start : start + 8]])
        images = images.contiguous(memory_format=torch.channels_last)
        target, result = None, []
        for weights in (full, coarse):
            leaf = images.clone().requires_grad_()
            logits = googlenet.forward(weights, leaf)[0]
            target = logits.detach().argmax(1) if target is None else target
            (grad,) = torch.autograd.grad(logits.gather(1, target[:, None]).sum(), leaf)
            result.append((logits.detach(), grad.flatten(1)))
        (logits_a, grad_a), (logits_b, grad_b) = result
        cosines += F.cosine_similarity(grad_a, grad_b, dim=1).tolist()
        differences += (logits_a - logits_b).abs().mean(1).tolist()
        spread += logits_a.std(1).tolist()
        changed += (logits_b.argmax(1) != target).tolist()
        in_top5 += (logits_b.topk(5).indices == target[:, None]).any(1).tolist()
        print(f"\r{len(cosines)} of {len(files)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    cosines = np.array(cosines)
    print(f"photos                         {len(files)}, {arguments.size} px")
    print(f"gradient cosine                mean {cosines.mean():.4f}, median {np.median(cosines):.4f}, "
          f"5th percentile {np.percentile(cosines, 5):.4f}, smallest {cosines.min():.4f}")
    print(f"top-1 changed                  {100 * np.mean(changed):.1f} %")
    print(f"old top-1 no longer in top 5   {100 * (1 - np.mean(in_top5)):.2f} %")
    print(f"logits, mean |difference|      {np.mean(differences):.4f} (their standard deviation: {np.mean(spread):.2f})")


main()
