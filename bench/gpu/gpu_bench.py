#!/usr/bin/env python3
"""The dream step on a GPU beside Python's, turn by turn; started by bench/gpu.sh. Writes one JSON.

A step, everywhere: spectrum to picture, view, network, gradient of one class neuron, Adam; timed from the call until its
result is on the host. The ways: eager (float32, NCHW), tuned (half precision weights and activations, channels_last,
cuDNN's own choice of kernels), compiled (torch.compile of tuned's network). GoogLeNet is the independent implementation
of tests/golden, Inception_v4 is timm's.
needs: torch with CUDA, numpy; timm for Inception_v4; nothing from a network
"""
import argparse
import datetime
import importlib.util
import json
import pathlib
import platform
import statistics
import struct
import subprocess
import sys
import time

import numpy as np
import torch

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
GOAL = 130
ROUNDS, TIMES = 5, 40


def read_safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    return {name: torch.from_numpy(np.frombuffer(data, np.float32, offset=8 + length + entry["data_offsets"][0],
                                                 count=int(np.prod(entry["shape"]))).reshape(entry["shape"]).copy())
            for name, entry in header.items() if name != "__metadata__"}


def look_of(architecture, weights):
    if architecture == "googlenet":
        spec = importlib.util.spec_from_file_location("golden", ROOT / "tests/golden/googlenet.py")
        golden = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(golden)
        return lambda tensors, image: golden.forward(tensors, image)[0]
    import timm
    from torch.func import functional_call
    model = timm.create_model("inception_v4", num_classes=weights["last_linear.weight"].shape[0]).cuda().eval()
    return lambda tensors, image: functional_call(model, tensors, ((image - 0.5) / 0.5,))


class Way:
    def __init__(self, architecture, weights, side, dtype, channels_last, compiled):
        layout = torch.channels_last if channels_last else torch.contiguous_format
        def ready(tensor):
            tensor = tensor.cuda().to(dtype)
            return tensor.contiguous(memory_format=layout) if tensor.dim() == 4 else tensor
        self.side, self.dtype, self.layout = side, dtype, layout
        self.weights = {name: ready(tensor) for name, tensor in weights.items()}
        look = look_of(architecture, weights)
        self.look = torch.compile(look) if compiled else look
        k = torch.arange(side // 2 + 1, device="cuda").clamp_min(1).float()
        self.scale = (1 / k).expand(side, -1)[..., None] * side / 4
        self.values = (torch.randn(1, 3, side, side // 2 + 1, 2, device="cuda") * 0.01).requires_grad_(True)
        self.optimiser = torch.optim.Adam([self.values], lr=0.01, maximize=True)
        self.count = 0

    def step(self):
        self.count += 1
        picture = torch.sigmoid(torch.fft.irfft2(torch.view_as_complex(self.values * self.scale),
                                                 s=(self.side, self.side)))
        theta = torch.tensor([[[1 + 0.01 * (self.count % 5), 0, 0.01 * (self.count % 7)], [0, 1, 0]]], device="cuda")
        grid = torch.nn.functional.affine_grid(theta, picture.shape, align_corners=False)
        seen = torch.nn.functional.grid_sample(picture, grid, align_corners=False)
        logits = self.look(self.weights, seen.to(self.dtype).contiguous(memory_format=self.layout))
        objective = logits[:, GOAL].float().sum()
        # Halves need a loss scale here too; Adam does not feel it.
        self.optimiser.zero_grad(set_to_none=True)
        (objective * 64).backward()
        self.optimiser.step()
        return objective.item()  # waits

    def run(self, times):
        milliseconds = []
        for _ in range(times):
            begun = time.perf_counter()
            self.step()
            torch.cuda.synchronize()
            milliseconds.append(1000 * (time.perf_counter() - begun))
        return milliseconds


def peers_of(architecture, weights, side):
    settings = {"eager": (torch.float32, False, False), "tuned": (torch.float16, True, False),
                "compiled": (torch.float16, True, True)}
    ways, failed = {}, {}
    for name, setting in settings.items():
        try:
            way = Way(architecture, weights, side, *setting)
            way.run(10)
            ways[name] = way
        except Exception as problem:  # one way that cannot is said, and the others go on
            failed[name] = f"{type(problem).__name__}: {problem}".splitlines()[0][:200]
    return ways, failed


def outcomes_of(report):
    """Of GoogleTest's report: name and passed, skipped or failed of each test."""
    for suite in report["testsuites"]:
        for test in suite["testsuite"]:
            how = "failed" if "failures" in test else "skipped" if test.get("result") == "SKIPPED" else "passed"
            yield {"name": f"{suite['name']}.{test['name']}", "result": how}


def summary(milliseconds):
    cut = statistics.quantiles(milliseconds, n=20)
    return {"median_ms": statistics.median(milliseconds), "p5_ms": cut[0], "p95_ms": cut[-1], "n": len(milliseconds)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("plugin")
    parser.add_argument("folder")
    parser.add_argument("out")
    parser.add_argument("--tests", action="append", default=[], help="JSON of GoogleTest, what it says is taken over")
    arguments = parser.parse_args()
    torch.backends.cudnn.benchmark = True
    child = subprocess.Popen([arguments.program, arguments.plugin, arguments.folder], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True)
    said = []
    for line in child.stdout:
        if line.strip() == "ready":
            break
        said.append(line)
    else:
        sys.exit("gpu_bench: the program ended before it was ready")
    result = json.loads("".join(said))
    result.update(date=datetime.date.today().isoformat(), torch=torch.__version__, card=torch.cuda.get_device_name(),
                  driver=subprocess.run(["nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader"],
                                        capture_output=True, text=True).stdout.strip(),
                  python=platform.python_version(), command="bench/gpu.sh")
    for case in result["cases"]:
        architecture, side = case["name"].rsplit("_", 1)
        weights = read_safetensors(pathlib.Path(arguments.folder) / (architecture + ".safetensors"))
        ways, case["failed"] = peers_of(architecture, weights, int(side))
        times = {name: [] for name in ["birddream", *ways]}
        for _ in range(ROUNDS):
            child.stdin.write(f"{case['name']} {TIMES}\n")
            child.stdin.flush()
            times["birddream"] += [float(word) for word in child.stdout.readline().split()]
            for name, way in ways.items():
                times[name] += way.run(TIMES)
        case["steps"] = {name: summary(ms) for name, ms in times.items()}
        ours = case["steps"]["birddream"]["median_ms"]
        for name in ways:
            case["steps"][name]["times_birddream"] = case["steps"][name]["median_ms"] / ours
        print(case["name"], {name: round(s["median_ms"], 3) for name, s in case["steps"].items()},
              "cosine", case["cosine"], file=sys.stderr)
    result["tests"] = [outcome for path in map(pathlib.Path, arguments.tests) if path.exists()
                       for outcome in outcomes_of(json.loads(path.read_text()))]
    result["bars"] = {
        "googlenet_128 <= 0.35 ms": bar(result, "googlenet_128", 0.35),
        "inception_v4_299 <= 1.2 ms": bar(result, "inception_v4_299", 1.2),
        "inception_v4_299 >= 10x eager": times_eager(result, "inception_v4_299") >= 10,
        "cosine >= 0.98": all(case["cosine"] >= 0.98 for case in result["cases"] if case["name"].startswith("googlenet")),
    }
    pathlib.Path(arguments.out).write_text(json.dumps(result, indent=1) + "\n")


def steps_of(result, name):
    return next((case["steps"] for case in result["cases"] if case["name"] == name), {})


def bar(result, name, most):
    return steps_of(result, name).get("birddream", {}).get("median_ms", float("inf")) <= most


def times_eager(result, name):
    return steps_of(result, name).get("eager", {}).get("times_birddream", 0)


main()
