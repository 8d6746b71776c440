#!/usr/bin/env python3
"""Photos a second while training: birddream against the same loop in Python.

    python3 bench/training_speed.py --photos FOLDER [--rounds 3] [--steps 40] [--json FILE]
needs: pip install torch==2.11.0 numpy pillow safetensors; build/release/birddream; a folder of a folder per class

Both train GoogLeNet, every weight, from the ImageNet weights that ship: 128 px, batch 32, SGD with Nesterov momentum,
label smoothing, dropout, bfloat16 forward and backward with float32 weights, channels_last, photos decoded and cropped,
flipped, rotated and shifted in colour beside the training by one loader (a thread here, a worker process in Python).
Python is what a careful person writes: autocast, torch.optim.SGD, a DataLoader; once eager and, with --compile, once
through torch.compile. Rounds are interleaved; the median of each is printed with its spread.
"""
import argparse
import importlib.util
import json
import pathlib
import platform
import statistics
import subprocess
import tempfile
import time

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageEnhance

ROOT = pathlib.Path(__file__).resolve().parent.parent
SIDE, BATCH = 128, 32


def golden():
    spec = importlib.util.spec_from_file_location("googlenet", ROOT / "tests/golden/googlenet.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Photos(torch.utils.data.Dataset):
    def __init__(self, folder, count):
        classes = sorted(p for p in folder.iterdir() if p.is_dir())
        files = [(f, c) for c, p in enumerate(classes) for f in sorted(p.iterdir())]
        self.classes = len(classes)
        chosen = np.random.default_rng(1).integers(0, len(files), count)
        self.files = [files[i] for i in chosen]

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        file, species = self.files[index]
        draw = np.random.default_rng(index)
        photo = Image.open(file).convert("RGB").rotate(draw.uniform(-11, 11), Image.BILINEAR)
        side = min(photo.size) * draw.uniform(0.55, 1) ** 0.5
        left, top = (draw.uniform(0, s - side) for s in photo.size)
        photo = photo.resize((SIDE, SIDE), Image.BILINEAR, (left, top, left + side, top + side))
        for change in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
            photo = change(photo).enhance(draw.uniform(0.75, 1.25))
        pixels = np.asarray(photo)[:, ::-1] if draw.random() < 0.5 else np.asarray(photo)
        return torch.from_numpy(pixels.copy()).permute(2, 0, 1).float() / 255, species


class Python:
    def __init__(self, folder, steps, compiled):
        self.model = golden()
        self.photos = Photos(folder, steps * BATCH)
        weights = {k: v.float() for k, v in self.model.load(ROOT / "assets/imagenet/googlenet.safetensors").items()}
        weights["loss3.classifier.weight"] = 0.01 * torch.randn(self.photos.classes, 1024)
        weights["loss3.classifier.bias"] = torch.zeros(self.photos.classes)
        for name, weight in weights.items():
            weight = weight.contiguous(memory_format=torch.channels_last) if weight.dim() == 4 else weight
            weights[name] = weight.requires_grad_()
        self.weights = weights
        self.optimiser = torch.optim.SGD(weights.values(), lr=0.005, momentum=0.9, nesterov=True, weight_decay=2e-4)
        self.look = torch.compile(self.logits) if compiled else self.logits

    def logits(self, images):
        _, taps = self.model.forward(self.weights, images)
        features = F.dropout(taps["pool5"].flatten(1), 0.3)
        return F.linear(features, self.weights["loss3.classifier.weight"], self.weights["loss3.classifier.bias"])

    def run(self):
        loader = torch.utils.data.DataLoader(self.photos, BATCH, num_workers=1, prefetch_factor=4)
        begun, seen = None, 0
        for step, (images, species) in enumerate(loader):
            if step == 5:
                begun = time.perf_counter()  # the first steps warm up
            images = images.contiguous(memory_format=torch.channels_last)
            with torch.autocast("cpu", torch.bfloat16):
                logits = self.look(images)
            loss = F.cross_entropy(logits.float(), species, label_smoothing=0.1)
            loss.backward()
            self.optimiser.step()
            self.optimiser.zero_grad()
            seen += BATCH if begun is not None else 0
        return seen / (time.perf_counter() - begun)


def birddream(folder, steps):
    with tempfile.TemporaryDirectory() as out:
        count = sum(1 for f in folder.glob("*/*"))
        command = [ROOT / "build/release/birddream", "train", "--photos", folder, "-o", pathlib.Path(out) / "run",
                   "--epochs", str(steps * BATCH / count), "--precision", "bf16"]
        subprocess.run([str(part) for part in command], check=True, capture_output=True)
        lines = [json.loads(line) for line in (pathlib.Path(out) / "run/training.jsonl").read_text().splitlines()]
    return statistics.median(line["photos_per_second"] for line in lines if "photos_per_second" in line)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--machine", default=platform.processor() or platform.machine(), help="for the JSON")
    parser.add_argument("--json", type=pathlib.Path)
    arguments = parser.parse_args()
    runs = {"birddream": lambda: birddream(arguments.photos, arguments.steps)}
    eager = Python(arguments.photos, arguments.steps, False)
    runs["Python, eager"] = eager.run
    if arguments.compile:
        runs["Python, torch.compile"] = Python(arguments.photos, arguments.steps, True).run
    seen = {name: [] for name in runs}
    for _ in range(arguments.rounds):
        for name, run in runs.items():
            seen[name].append(run())
            print(f"{name:24} {seen[name][-1]:6.1f} photos/s", flush=True)
    result = {"what": "training GoogLeNet, 128 px, batch 32, bf16", "date": time.strftime("%Y-%m-%d"),
              "machine": arguments.machine, "threads": torch.get_num_threads(),
              "torch": torch.__version__, "steps": arguments.steps, "photos_per_second": seen,
              "median": {name: statistics.median(values) for name, values in seen.items()}}
    for name, values in seen.items():
        print(f"{name:24} median {statistics.median(values):6.1f}, {min(values):.1f} to {max(values):.1f}")
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
