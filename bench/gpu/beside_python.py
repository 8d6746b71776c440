#!/usr/bin/env python3
"""The dream step on a GPU beside Python's, turn by turn; started by bench/gpu/stages.py. A line of JSON for each thing found.

A step, everywhere: spectrum to picture, view, network, gradient of one class neuron, Adam; timed from the call until its
result is on the host. The ways: eager (float32, NCHW), tuned (half precision weights and activations, channels_last,
cuDNN's own choice of kernels), compiled (torch.compile of tuned's network). Before it is timed each way looks at the picture
that gpu_step_speed was checked with, and says how near its logits and gradient come to ours.
needs: torch (with CUDA), numpy; timm for Inception_v4; nothing from a network
"""
import argparse
import json
import math
import pathlib
import statistics
import struct
import subprocess
import sys
import time

import numpy as np
import torch

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "peers"))
from networks import MAKERS  # noqa: E402

GOAL = 130
LOSS_SCALE = 64  # halves need one here too; Adam does not feel it
WARM_UP = 10


def say(**found):
    def clean(value):
        if isinstance(value, dict):
            return {key: clean(v) for key, v in value.items()}
        return None if isinstance(value, float) and not math.isfinite(value) else value
    print(json.dumps(clean(found)), flush=True)


def read_safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    return {name: torch.from_numpy(np.frombuffer(data, np.float32, offset=8 + length + entry["data_offsets"][0],
                                                 count=int(np.prod(entry["shape"]))).reshape(entry["shape"]).copy())
            for name, entry in header.items() if name != "__metadata__"}


def settings_of(way):
    """dtype, channels_last, compiled."""
    return {"eager": (torch.float32, False, False), "tuned": (torch.float16, True, False),
            "compiled": (torch.float16, True, True)}[way]


class Way:
    def __init__(self, architecture, weights, side, device, dtype, channels_last, compiled):
        layout = torch.channels_last if channels_last else torch.contiguous_format

        def ready(tensor):
            tensor = tensor.to(device, dtype)
            return tensor.contiguous(memory_format=layout) if tensor.dim() == 4 else tensor
        self.side, self.device, self.dtype, self.layout = side, device, dtype, layout
        self.weights = {name: ready(tensor) for name, tensor in weights.items()}
        with torch.device(device):
            look = MAKERS[architecture](weights)
        if compiled:
            torch._dynamo.reset()  # or the second size is taken for a size that varies
            look = torch.compile(look, dynamic=False)
        self.look = look
        k = torch.arange(side // 2 + 1, device=device).clamp_min(1).float()
        self.scale = (1 / k).expand(side, -1)[..., None] * side / 4
        self.values = (torch.randn(1, 3, side, side // 2 + 1, 2, device=device) * 0.01).requires_grad_(True)
        self.optimiser = torch.optim.Adam([self.values], lr=0.01, maximize=True)
        self.count = 0

    def logits(self, picture):
        return self.look(self.weights, picture.to(self.dtype).contiguous(memory_format=self.layout)).float()

    def compare(self, checked):
        """Beside what gpu_step_speed found for its picture."""
        picture = checked["picture"].to(self.device).requires_grad_(True)
        logits = self.logits(picture)
        (logits[:, GOAL].sum() * LOSS_SCALE).backward()
        return {"logits_cosine": cosine(logits, checked["logits"]), "gradient_cosine": cosine(picture.grad, checked["gradient"]),
                "objective": logits[0, GOAL].item()}

    def step(self):
        self.count += 1
        picture = torch.sigmoid(torch.fft.irfft2(torch.view_as_complex(self.values * self.scale),
                                                 s=(self.side, self.side)))
        theta = torch.tensor([[[1 + 0.01 * (self.count % 5), 0, 0.01 * (self.count % 7)], [0, 1, 0]]], device=self.device)
        grid = torch.nn.functional.affine_grid(theta, picture.shape, align_corners=False)
        seen = torch.nn.functional.grid_sample(picture, grid, align_corners=False)
        objective = self.logits(seen)[:, GOAL].sum()
        self.optimiser.zero_grad(set_to_none=True)
        (objective * LOSS_SCALE).backward()
        self.optimiser.step()
        return objective.item()  # waits

    def run(self, times):
        milliseconds = []
        for _ in range(times):
            begun = time.perf_counter()
            self.last = self.step()
            if self.device == "cuda":
                torch.cuda.synchronize()
            milliseconds.append(1000 * (time.perf_counter() - begun))
        return milliseconds


def cosine(a, b):
    a, b = a.detach().double().cpu().flatten(), b.detach().double().cpu().flatten()
    return (a.dot(b) / (a.norm() * b.norm())).item()


def summary(milliseconds):
    cut = statistics.quantiles(milliseconds, n=20)
    return {"median_ms": statistics.median(milliseconds), "p5_ms": cut[0], "p95_ms": cut[-1], "n": len(milliseconds)}


class Ours:
    """gpu_step_speed, asked for turns."""

    def __init__(self, command):
        self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, case, times):
        self.child.stdin.write(f"{case} {times}\n")
        self.child.stdin.flush()
        line = self.child.stdout.readline()
        if not line or line.startswith("failed"):
            raise RuntimeError(line.strip() or "gpu_step_speed ended")
        return [float(word) for word in line.split()]


def failed(case, what, problem):
    say(case=case, failed={what: f"{type(problem).__name__}: {problem}"[:300]})


def ready_ways(case, arguments):
    """By name; those that cannot are said."""
    architecture, side = case.rsplit("_", 1)
    folder = pathlib.Path(arguments.folder)
    weights = read_safetensors(folder / (architecture + ".safetensors"))
    checked = folder / (case + "_checked.safetensors")
    ways = {}
    for name in arguments.ways.split(","):
        try:
            way = Way(architecture, weights, int(side), arguments.device, *settings_of(name))
            if checked.exists():
                say(case=case, beside_ours={name: way.compare(read_safetensors(checked))})
            way.run(min(WARM_UP, arguments.times))
            ways[name] = way
        except Exception as problem:
            failed(case, name, problem)
    return ways


def measure(case, arguments, ours):
    ways = ready_ways(case, arguments)
    # Ours beside eager and tuned is what counts; beside compiled it is a figure of its own.
    own = "birddream_beside_compiled" if "compiled" in ways else "birddream"
    runs = {own: lambda times: ours.run(case, times), **{name: way.run for name, way in ways.items()}}
    times = {name: [] for name in runs}
    for _ in range(arguments.rounds):
        for name in list(times):
            try:
                times[name] += runs[name](arguments.times)
            except Exception as problem:
                failed(case, name + " in turns", problem)
                del times[name]
        steps = {name: summary(ms) for name, ms in times.items() if len(ms) > 1}
        for name in steps.keys() & ways.keys():
            steps[name]["objective"] = ways[name].last  # a picture of no numbers would be fast or slow for no reason
        say(case=case, steps=steps)  # what is known so far


def ceilings():
    """What the device does at most: bytes a second of a large copy, operations a second of a large product."""
    def best(work, times=10):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        work()
        found = []
        for _ in range(times):
            start.record()
            work()
            end.record()
            end.synchronize()
            found.append(start.elapsed_time(end) / 1000)
        return statistics.median(found)
    source = torch.randn(1 << 28, device="cuda")
    target = torch.empty_like(source)
    a, b = (torch.randn(8192, 8192, device="cuda").half() for _ in range(2))
    copied, product = best(lambda: target.copy_(source)), best(lambda: a @ b)
    say(ceilings={"copy_TB_per_s": 2e-12 * source.numel() * 4 / copied, "half_product_TFLOP_per_s": 2e-12 * 8192 ** 3 / product})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("plugin")
    parser.add_argument("folder")
    parser.add_argument("--device", choices=["cuda", "cpu"], default="cuda")
    parser.add_argument("--ways", default="eager,tuned")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("cases", nargs="+")
    arguments = parser.parse_args()
    torch.backends.cudnn.benchmark = True
    say(torch=torch.__version__)
    if arguments.device == "cuda" and "compiled" not in arguments.ways:
        ceilings()
    ours = Ours([arguments.program, arguments.plugin, arguments.folder, "turns"])
    for case in arguments.cases:
        try:
            measure(case, arguments, ours)
        except Exception as problem:  # the next case may do
            failed(case, arguments.ways, problem)


if __name__ == "__main__":
    main()
