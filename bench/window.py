#!/usr/bin/env python3
"""What a user waits for: start, slider to picture, recording, an idle window. Drives the window by tours and reads its
`--report`; opens an Xvfb of its own where there is no display.

    bench/window.py [start] [slider] [recording] [idle] [--program FILE] [--json FILE]
Needs nothing but Python (and Xvfb). Default: all four, in about three minutes.

start      seconds from the process's beginning to the second picture that steps have made (warm: once before, unmeasured)
slider     frames and milliseconds from a changed parameter to the end of the swap of the first picture made under it
recording  steps a second of a 512 px dream with and without a video being recorded, turn by turn
idle       share of a core that the window takes while the dream is paused, over 20 s
"""
import argparse
import contextlib
import datetime
import functools
import json
import os
import pathlib
import platform
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
STARTS, CHANGES, PAIRS, TURN_SECONDS, IDLE_SECONDS = 12, 60, 4, 6, 20


@contextlib.contextmanager
def display():
    """A display: the one there is, else a virtual one."""
    if os.environ.get("DISPLAY"):
        yield os.environ["DISPLAY"]
        return
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1200x24"], pass_fds=[write],
                              stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            yield ":" + pipe.readline().strip()
    finally:
        server.terminate()
        server.wait()


def follow(program, screen, folder, stops=None):
    """The report of one run of the window along these stops (without: as a user starts it, for two seconds' frames).
    What it saves goes into the folder."""
    tour, report = folder / "tour.json", folder / "report.json"
    tour.write_text(json.dumps({"birddream_tour": 1, "stops": stops}))
    how = ["--frames", "60"] if stops is None else ["--script", tour]
    environment = dict(os.environ, DISPLAY=screen, HOME=str(folder), XDG_CONFIG_HOME=str(folder / "config"),
                       XDG_CACHE_HOME=str(folder / "cache"))
    subprocess.run([program, "view", *how, "--report", report], env=environment, check=True)
    return json.loads(report.read_text())


def spread(values):
    ordered = sorted(values)
    return {"n": len(ordered), "median": statistics.median(ordered), "least": ordered[0], "most": ordered[-1]}


def start(run):
    reports = [run() for _ in range(STARTS + 1)][1:]
    names = reports[0]["start_seconds"]
    return {name: spread([report["start_seconds"][name] for report in reports]) for name in names}


def slider(run):
    # Of the sliders that a step reads; the pauses fall anywhere within a step and a frame.
    changes = [{"seconds": 0.2 + 0.013 * (i % 17), "set": {"learning_rate": 0.05 + 0.001 * i}} for i in range(CHANGES)]
    return run([{"step": 10}, {"do": "endless"}] + changes + [{"seconds": 1}])["slider_to_picture"]


def between(report, name):
    """The marks NAME begin and NAME end, in pairs."""
    begins = [mark for mark in report["marks"] if mark["name"] == name + " begin"]
    ends = [mark for mark in report["marks"] if mark["name"] == name + " end"]
    return list(zip(begins, ends))


def per_second(pairs, what):
    return [(end[what] - begin[what]) / (end["seconds"] - begin["seconds"]) for begin, end in pairs]


def recording(run):
    stops = [{"set": {"width": 512, "height": 512}}, {"do": "restart"}, {"do": "endless"}, {"step": 20}]
    for _ in range(PAIRS):
        for name, toggles in (("without", False), ("recording", True)):
            if toggles:
                stops.append({"do": "record"})
            stops += [{"seconds": 1, "mark": name + " begin"}, {"seconds": TURN_SECONDS, "mark": name + " end"}]
            if toggles:
                stops.append({"do": "record"})
                stops.append({"seconds": 1.5})  # the file is finished
    report = run(stops)
    without = per_second(between(report, "without"), "steps")
    with_it = per_second(between(report, "recording"), "steps")
    costs = [1 - b / a for a, b in zip(without, with_it)]
    return {"steps_per_second": {"without": spread(without), "recording": spread(with_it)}, "cost": spread(costs)}


def idle(run):
    report = run([{"step": 20}, {"do": "run"}, {"seconds": 3, "mark": "idle begin"},
                  {"seconds": IDLE_SECONDS, "mark": "idle end"}])
    pairs = between(report, "idle")
    return {"cores": per_second(pairs, "processor_seconds")[0], "frames_per_second": per_second(pairs, "frames")[0]}


def main():
    cases = {"start": start, "slider": slider, "recording": recording, "idle": idle}
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("cases", nargs="*", choices=[[], *cases])
    arguments.add_argument("--program", default=ROOT / "build/release/birddream", type=pathlib.Path)
    arguments.add_argument("--json", type=pathlib.Path)
    options = arguments.parse_args()
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "")
    found = {"date": datetime.date.today().isoformat(), "machine": f"{cpu}, {os.cpu_count()} cores, {platform.system()}"}
    with display() as screen, tempfile.TemporaryDirectory() as folder:
        for name in options.cases or cases:
            begun = time.monotonic()
            found[name] = cases[name](functools.partial(follow, options.program, screen, pathlib.Path(folder)))
            print(f"{name} ({time.monotonic() - begun:.0f} s): {json.dumps(found[name], indent=1)}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
