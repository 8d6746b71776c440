#!/usr/bin/env python3
"""What Python does with the same network: answers `birddream bench`, one request a line.

    {"do": "prepare", "architecture": "googlenet", "weights": FILE, "image": FILE.f32, "n": 1, "h": 128, "w": 128,
     "goal": 7, "out": FOLDER}   -> {"ways": ["eager", ...]}; each way's gradient lies in FOLDER/WAY.f32
    {"do": "run", "way": "eager", "times": 3}  -> {"ms": [...]}
    {"do": "quit"}
Whatever goes wrong: {"error": "..."}. Files are float32, NCHW, native byte order; weights safetensors, float32.

The ways: eager (float32, NCHW: what tutorials do), channels_last, bfloat16 (weights and activations, channels_last; what
a careful person does on a CPU that multiplies it), and with --compile torch.compile of the last two (its first call takes
minutes). A run is one forward pass and the gradient of one class neuron to the image. GoogLeNet is the independent
implementation of tests/golden, Inception_v4 is timm's.
needs: what bench/peers/setup.sh installs
"""
import argparse
import importlib.util
import json
import os
import pathlib
import sys
import time

import numpy as np
import torch
from safetensors.torch import load_file

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def googlenet(weights):
    spec = importlib.util.spec_from_file_location("golden", ROOT / "tests/golden/googlenet.py")
    golden = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(golden)
    plain = torch.nn.functional.local_response_norm
    # PyTorch has no bfloat16 kernel for it on the CPU.
    golden.F.local_response_norm = lambda x, **how: plain(x.float(), **how).to(x.dtype)
    return lambda tensors, image: golden.forward(tensors, image)[0]


def inception_v4(weights):
    import timm
    from torch.func import functional_call
    model = timm.create_model("inception_v4", num_classes=weights["last_linear.weight"].shape[0]).eval()
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    # timm's network begins after the normalisation, which is the same for every way.
    return lambda tensors, image: functional_call(model, tensors, ((image - 0.5) / 0.5,))


class Way:
    def __init__(self, make, weights, image, goal, dtype, channels_last, compiled):
        self.dtype, self.goal, self.layout = dtype, goal, (
            torch.channels_last if channels_last else torch.contiguous_format)
        def ready(tensor):
            tensor = tensor.to(dtype)
            return tensor.contiguous(memory_format=self.layout) if tensor.dim() == 4 else tensor
        self.weights = {name: ready(tensor) for name, tensor in weights.items()}
        self.image = image.contiguous(memory_format=self.layout)
        look = make(weights)
        self.look = torch.compile(look) if compiled else look

    def gradient(self):
        image = self.image.detach().requires_grad_(True)
        logits = self.look(self.weights, image.to(self.dtype))
        return torch.autograd.grad(logits[:, self.goal].float().sum(), image)[0]


def prepare(request, compiled):
    make = {"googlenet": googlenet, "inception_v4": inception_v4}[request["architecture"]]
    weights = {name: tensor.float() for name, tensor in load_file(request["weights"]).items()}
    shape = request["n"], 3, request["h"], request["w"]
    image = torch.from_numpy(np.fromfile(request["image"], np.float32).reshape(shape).copy())
    settings = {"eager": (torch.float32, False, False), "channels_last": (torch.float32, True, False),
                "bfloat16": (torch.bfloat16, True, False)}
    if compiled:
        settings["compiled"] = (torch.float32, True, True)
        settings["compiled bfloat16"] = (torch.bfloat16, True, True)
    ways, failed = {}, {}
    for name, setting in settings.items():
        try:
            ways[name] = Way(make, weights, image, request["goal"], *setting)
            gradient = ways[name].gradient().contiguous().float().numpy()
            gradient.tofile(pathlib.Path(request["out"]) / (name + ".f32"))
        except Exception as problem:  # one way that cannot is said, and the others go on
            ways.pop(name, None)
            failed[name] = str(problem).splitlines()[0][:200]
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
                milliseconds = []
                for _ in range(request["times"]):
                    begun = time.perf_counter()
                    ways[request["way"]].gradient()
                    milliseconds.append(1000 * (time.perf_counter() - begun))
                answer = {"ms": milliseconds}
        except Exception as problem:
            answer = {"error": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(answer), file=answers, flush=True)


main()
