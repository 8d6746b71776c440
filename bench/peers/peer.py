#!/usr/bin/env python3
"""What Python does with the same network: answers `birddream bench`, one request a line.

    {"do": "prepare", "architecture": "googlenet", "weights": FILE, "image": FILE.f32, "shape": [1, 3, 128, 128],
     "goal": 7, "out": FOLDER}   -> {"ways": ["eager", ...]}; each way's gradient lies in FOLDER/WAY.f32
    The same with "recipe": {"kind": "fourier" or "original", ...}: whole steps (steps.py, lucent_step.py); the image
    is then the values that are climbed.
    {"do": "run", "way": "eager", "times": 3}  -> {"ms": [...]}
    {"do": "quit"}
Whatever goes wrong: {"error": "..."}. Files are float32, NCHW, native byte order; weights safetensors, float32.

The ways: eager (float32, NCHW: what tutorials do), channels_last, bfloat16 (weights and activations, channels_last; what
a careful person does on a CPU that multiplies it), both with BatchNorm folded where there is any, with --compile
torch.compile (its first call takes minutes), and for whole steps lucent. A run is one forward pass and the gradient of one
class neuron to the image, or one step.
needs: what bench/peers/setup.sh installs
"""
import argparse
import json
import os
import pathlib
import sys
import time

import numpy as np
import torch
from safetensors.torch import load_file

from lucent_step import Lucent
from networks import FOLDED, MAKERS
from steps import KINDS


class Settings:
    def __init__(self, dtype=torch.float32, channels_last=False, folded=False, compiled=False):
        self.dtype, self.folded, self.compiled = dtype, folded, compiled
        self.layout = torch.channels_last if channels_last else torch.contiguous_format


def settings_of(architecture, compiled):
    settings = {"eager": Settings(), "channels_last": Settings(channels_last=True),
                "bfloat16": Settings(torch.bfloat16, True)}
    if architecture in FOLDED:
        settings["folded"] = Settings(channels_last=True, folded=True)
        settings["folded bfloat16"] = Settings(torch.bfloat16, True, folded=True)
    if compiled:
        settings["compiled"] = Settings(channels_last=True, compiled=True)
        settings["compiled bfloat16"] = Settings(torch.bfloat16, True, compiled=True)
    return settings


def look_of(request, weights, how):
    """From an image, float32, to the class neuron of each."""
    if how.folded:
        network, weights = FOLDED[request["architecture"]](weights)
    else:
        network = MAKERS[request["architecture"]](weights)

    def ready(tensor):
        tensor = tensor.to(how.dtype)
        return tensor.contiguous(memory_format=how.layout) if tensor.dim() == 4 else tensor

    weights = {name: ready(tensor) for name, tensor in weights.items()}
    network = torch.compile(network) if how.compiled else network
    return lambda image: network(weights, ready(image))[:, request["goal"]].float()


class NetworkPart:
    def __init__(self, look, image):
        self.look, self.image = look, image

    def gradient(self):
        image = self.image.detach().requires_grad_(True)
        return torch.autograd.grad(self.look(image).sum(), image)[0]

    step = gradient


def timed(way, times):
    if isinstance(way, Lucent):
        return way.run(times)
    milliseconds = []
    for _ in range(times):
        begun = time.perf_counter()
        way.step()
        milliseconds.append(1000 * (time.perf_counter() - begun))
    return milliseconds


def prepare(request, compiled):
    weights = {name: tensor.float() for name, tensor in load_file(request["weights"]).items()}
    image = torch.from_numpy(np.fromfile(request["image"], np.float32).reshape(request["shape"]).copy())
    recipe = request.get("recipe")
    make = NetworkPart if recipe is None else lambda look, values: KINDS[recipe["kind"]](look, values, recipe)
    wanted = {name: (make, how) for name, how in settings_of(request["architecture"], compiled).items()}
    if recipe is not None and recipe["kind"] == "fourier":
        wanted["lucent"] = (lambda look, values: Lucent(look, values, recipe), Settings())
    ways, failed = {}, {}
    for name, (way, how) in wanted.items():
        try:
            ways[name] = way(look_of(request, weights, how), image)
            gradient = ways[name].gradient().contiguous().float().numpy()
            gradient.tofile(pathlib.Path(request["out"]) / (name + ".f32"))
        except Exception as problem:  # one way that cannot is said, and the others go on
            ways.pop(name, None)
            failed[name] = (str(problem).splitlines() or [type(problem).__name__])[0][:200]
    return ways, failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--threads", type=int)
    arguments = parser.parse_args()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    # Libraries that are chatty when imported must not talk into the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    ways = {}
    for line in sys.stdin:
        try:
            request = json.loads(line)
            if request["do"] == "quit":
                break
            if request["do"] == "prepare":
                ways, failed = prepare(request, arguments.compile)
                answer = {"ways": list(ways), "failed": failed, "version": torch.__version__}
            else:
                answer = {"ms": timed(ways[request["way"]], request["times"])}
        except Exception as problem:
            answer = {"error": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(answer), file=answers, flush=True)


main()
