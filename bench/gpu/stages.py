#!/usr/bin/env python3
"""All that bench/gpu.sh does on a machine with a GPU, stage by stage; started by it.

Each stage is a program with a time limit. Lines of JSON that it prints are taken into FOLDER/gpu.json as they come, all
else goes to FOLDER/gpu.log: a stage that fails, hangs or is cut off costs what it had not said yet, and the next goes on.
What matters most comes first; compiled PyTorch, which needs minutes, last.
needs: Python alone; the stages bring what they need
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import shutil
import signal
import subprocess
import sys
import threading
import time

from results import Outcomes, Results

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = pathlib.Path(__file__).resolve().parent
EGL_VENDORS = pathlib.Path("/usr/local/nvidia/share/glvnd/egl_vendor.d/10_nvidia.json")
LEAST_SECONDS = 3  # below this no stage is begun
SHORT_TESTS = "Network.TrainedGoogLeNets*:All/Steps.*/adam:All/Steps.*/pixels_clamped_and_blurred"


class Stages:
    def __init__(self, folder, seconds):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.until = folder, time.monotonic() + seconds
        self.log = open(folder / "gpu.log", "w", buffering=1)
        self.results = Results(folder / "gpu.json")
        self.failed = False

    def say(self, text):
        print("gpu.sh: " + text, file=sys.stderr, flush=True)
        self.log.write(f"==== {text}\n")

    def skip(self, name, why):
        self.say(f"{name}: skipped, {why}")
        self.results.add({"stages": {name: {"result": "skipped", "why": why}}})

    def run(self, name, command, limit, line=None, environment=None, may_fail=False):
        """Whether it ended well. `line`: is given each line that is no JSON. may_fail: what is no fault of the GPU's."""
        limit = min(limit, self.until - time.monotonic())
        if limit < LEAST_SECONDS:
            self.failed |= not may_fail
            self.skip(name, "no time was left")
            return False
        self.say(f"{name}: at most {limit:.0f} s: {' '.join(map(str, command))}")
        begun = time.monotonic()
        tail, outcome = [], {}
        try:
            code = self.follow(command, limit, environment, line, tail)
        except OSError as problem:
            code, tail = 127, [str(problem)]
        outcome["seconds"] = round(time.monotonic() - begun, 1)
        if code == 0:
            outcome["result"] = "passed"
        else:
            outcome["result"] = "timed out" if code is None else "failed"
            outcome["code"], outcome["said"] = code, "\n".join(tail[-30:])[-4000:]
            self.failed |= not may_fail
        self.say(f"{name}: {outcome['result']} after {outcome['seconds']} s")
        self.results.add({"stages": {name: outcome}})
        return code == 0

    def follow(self, command, limit, environment, line, tail):
        """Its exit code; None where it ran past the limit. `tail` gets its last lines."""
        child = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True, errors="replace", cwd=ROOT,
                                 env={**os.environ, **(environment or {})}, start_new_session=True)

        def note(text):
            self.log.write(text if text.endswith("\n") else text + "\n")
            tail.append(text.rstrip())
            del tail[:-60]

        def listen():
            for text in child.stdout:
                found = parsed(text)
                if found is not None:
                    self.results.add(found)
                    continue
                note(text)
                if line:
                    line(text)

        def listen_to_errors():
            for text in child.stderr:
                note(text)

        listeners = [threading.Thread(target=each, daemon=True) for each in (listen, listen_to_errors)]
        for listener in listeners:
            listener.start()
        try:
            return child.wait(limit)
        except subprocess.TimeoutExpired:
            return None
        finally:
            try:
                os.killpg(child.pid, signal.SIGKILL)  # what it left behind goes too
            except ProcessLookupError:
                pass
            child.wait()
            for listener in listeners:  # somebody in a session of its own may still hold the pipe
                listener.join(5)

    def test(self, name, program, only, limit, environment):
        """A GoogleTest program."""
        outcomes, report = Outcomes(), self.folder / "partial_report.json"
        well = self.run(name, [program, f"--gtest_filter={only}", f"--gtest_output=json:{report}"], limit, outcomes.line,
                        environment)
        try:
            outcomes.properties(json.loads(report.read_text()))
        except (OSError, ValueError):
            pass  # it did not come to writing one
        report.unlink(missing_ok=True)
        self.results.add({"tests": {name: outcomes.tests}})
        return well


def parsed(text):
    if not text.startswith("{"):
        return None
    try:
        found = json.loads(text, parse_constant=lambda _: None)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def said_by(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=30, cwd=ROOT).stdout.strip()
    except (OSError, subprocess.TimeoutExpired) as problem:
        return f"{command[0]} does not answer: {problem}"


def about_the_machine():
    return {"date": datetime.date.today().isoformat(), "python": platform.python_version(), "processors": os.cpu_count(),
            "commit": said_by("git", "rev-parse", "--short", "HEAD"), "command": "bench/gpu.sh",
            "card": said_by("nvidia-smi", "--query-gpu=name,driver_version,memory.total,clocks.sm,temperature.gpu",
                            "--format=csv,noheader")}


def tool(name):
    beside = pathlib.Path(shutil.which("nvcc") or "/usr/local/cuda/bin/nvcc").resolve().parent
    return shutil.which(name) or next((str(p) for p in [beside / name, pathlib.Path("/usr/local/cuda/bin") / name]
                                       if p.exists()), None)


class Real:
    """What is run on a machine with a GPU."""
    cases = ["googlenet_128", "googlenet_224", "inception_v4_128", "inception_v4_299"]
    compiled = ["inception_v4_299", "googlenet_128", "inception_v4_128", "googlenet_224"]
    plugin, test_program, interop_program = "birddream_cuda.so", "test_gpu", "test_interop"
    tests, steps, repeats, rounds, times = "*", 200, 40, 5, 40
    peers_device = "cuda"


class Rehearsal(Real):
    """The same on host memory: that every stage runs, not what it finds."""
    cases = compiled = ["googlenet_32"]
    plugin, interop_program = "tests/libhost_device.so", "test_gl"
    tests, steps, repeats, rounds, times = "All/Steps.*/adam", 2, 1, 2, 2
    peers_device = "cpu"


def go(stages, setting, programs):
    rehearsal = setting is Rehearsal
    plugin, work = programs / setting.plugin, stages.folder / "work" if rehearsal else programs / "work"
    work.mkdir(parents=True, exist_ok=True)
    stages.results.add(about_the_machine())
    if rehearsal:
        stages.skip("build", "the programs are there")
    elif not stages.run("build", ["bash", HERE / "build.sh"], 240):
        return
    speed = [programs / "gpu_step_speed", plugin, work]
    stages.run("check", [*speed, "check", *setting.cases], 60)
    stages.run("time", [*speed, f"time={setting.steps}", *setting.cases], 60)
    stages.test("gpu", programs / setting.test_program, setting.tests, 120, {"BIRDDREAM_TEST_GPU": str(plugin)})
    interop(stages, setting, programs, rehearsal)
    stages.run("kernels", [*speed, f"kernels={setting.repeats}", *setting.cases], 60)
    # What turns are interleaved with: ours by itself is known by now.
    peers = [sys.executable, HERE / "beside_python.py", *speed, "--device", setting.peers_device, "--rounds", setting.rounds,
             "--times", setting.times]
    stages.run("peers", [*peers, "--ways", "eager,tuned", *setting.cases], 150, may_fail=rehearsal)
    sanitize(stages, programs / setting.test_program, plugin)
    profile(stages, speed, setting.cases[0])
    stages.run("compiled peers", [*peers, "--ways", "compiled", *setting.compiled], 300, may_fail=True)


def interop(stages, setting, programs, rehearsal):
    program = programs / setting.interop_program
    if not program.exists():
        stages.skip("interop", "it was built without EGL: whether pictures go straight into textures is not known")
        return
    environment = {}
    if not rehearsal:
        environment["BIRDDREAM_TEST_INTEROP"] = "1"
        if EGL_VENDORS.exists():
            environment["__EGL_VENDOR_LIBRARY_FILENAMES"] = str(EGL_VENDORS)
    stages.test("interop", program, "RealPluginTest.*", 40, environment)


def sanitize(stages, program, plugin):
    sanitizer = tool("compute-sanitizer")
    for kind in ["memcheck", "racecheck"]:
        if not sanitizer:
            stages.skip(kind, "there is no compute-sanitizer")
            continue
        stages.run(kind, [sanitizer, "--tool", kind, "--error-exitcode", "9", "--print-limit", "20", program,
                          f"--gtest_filter={SHORT_TESTS}"], 75, environment={"BIRDDREAM_TEST_GPU": str(plugin)})


def profile(stages, speed, case):
    """Hardware counters of one step, kernel by kernel. Clocks stay as they are."""
    profiler = tool("ncu")
    if not profiler:
        stages.skip("counters", "there is no ncu")
        return
    stages.run("counters", [profiler, "--clock-control", "none", "--set", "basic", "--csv", "--page", "raw", "--log-file",
                            stages.folder / "counters.csv", *speed, "once", case], 75, may_fail=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=float, default=560, help="for all of it")
    parser.add_argument("--rehearse", action="store_true")
    arguments = parser.parse_args()
    stages = Stages(arguments.folder.resolve(), arguments.seconds)
    go(stages, Rehearsal if arguments.rehearse else Real, arguments.programs.resolve())
    stages.results.add({"failed": stages.failed})
    for bar, met in stages.results.all["bars"].items():
        stages.say(f"{bar}: {'not measured' if met is None else met}")
    stages.say(f"written: {stages.results.path}")
    sys.exit(1 if stages.failed else 0)


if __name__ == "__main__":
    main()
