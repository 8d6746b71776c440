#!/usr/bin/env python3
"""What a dream costs as it grows, in time and memory: size, tiles, batch, checkpoints, steps. Runs bench/scale.cpp, a
process a case, all cases once a round, and writes the medians as JSON; --plot draws them.

    cmake --build build/release --target scale
    bench/scale.py --json bench/results/DATE_scale.json --plot docs/pictures/scale.svg [--rounds 3] [--only size,...]
    bench/scale.py --from bench/results/DATE_scale.json --plot docs/pictures/scale.svg
Needs nothing but Python.
"""
import argparse
import datetime
import json
import math
import os
import pathlib
import statistics
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
WHOLE = 1024  # px: the largest side that can be seen at once
CASES = {
    "size": [(side, WHOLE) for side in (64, 96, 128, 192, 256, 384, 512, 768, 1024)],
    "tiles": [(side, tile) for tile in (256, 512) for side in (512, 768, 1024, 2048)] + [(2048, WHOLE)],
    "batch": [(count, 128) for count in (1, 2, 4, 8, 16)],
    "checkpoints": [(count, 128) for count in (1, 2, 3, 5, 7, 9)],
    "steps": [(count, 128) for count in (16, 32, 64, 128, 256)],
}


def turns(kind, case):
    if kind == "steps":
        return 1
    pixels = case[0] ** 2 if kind in ("size", "tiles") else case[0] * 128**2
    return max(2, min(20, 1024**2 // pixels))


def run(program, kind, case):
    what = "size" if kind == "tiles" else kind
    done = subprocess.run([program, what, *map(str, case), str(turns(kind, case))], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def measure(program, rounds, only):
    kinds = {kind: cases for kind, cases in CASES.items() if not only or kind in only}
    raw = {(kind, case): [] for kind, cases in kinds.items() for case in cases}
    for number in range(rounds):
        for kind, case in raw:
            raw[kind, case].append(run(program, kind, case))
            print(f"round {number + 1}, {kind} {case}: {statistics.median(raw[kind, case][-1]['ms']):.1f} ms", flush=True)
    found = {}
    for (kind, case), results in raw.items():
        times = [time for one in results for time in one["ms"]]
        found.setdefault(kind, []).append({
            "case": list(case), "n": len(times), "ms": round(statistics.median(times), 3),
            "least": round(min(times), 3), "most": round(max(times), 3),
            "peak_mib": round(statistics.median(one["peak_mib"] for one in results), 1),
            "before_mib": round(statistics.median(one["before_mib"] for one in results), 1)})
    return found


class Chart:
    """A small line chart, both axes logarithmic to base two."""

    WIDTH, HEIGHT, LEFT, TOP = 230, 150, 46, 30

    def __init__(self, x, y, title, unit, series):
        self.at, self.title, self.unit, self.series = (x, y), title, unit, series
        values = [value for _, _, points in series for _, value in points]
        places = [place for _, _, points in series for place, _ in points]
        self.low, self.high = min(values) * 0.75, max(values) * 1.3
        self.first, self.last = min(places), max(places)

    def x(self, place):
        return self.LEFT + self.WIDTH * math.log(place / self.first) / math.log(self.last / self.first)

    def y(self, value):
        return self.TOP + self.HEIGHT * (1 - math.log(value / self.low) / math.log(self.high / self.low))

    def draw(self):
        parts = [f'<g transform="translate({self.at[0]},{self.at[1]})">',
                 f'<text x="{self.LEFT}" y="16" class="title">{self.title}</text>',
                 f'<text x="{self.LEFT}" y="{self.TOP - 3}" class="quiet">{self.unit}</text>']
        power = 10.0 ** -2
        steps = (1, 2, 5) if self.high > 8 * self.low else (1, 1.5, 2, 3, 4, 5, 7)
        while power < self.high:
            for step in steps:
                value = power * step
                if self.low <= value <= self.high:
                    y = self.y(value)
                    parts.append(f'<line x1="{self.LEFT}" x2="{self.LEFT + self.WIDTH}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>')
                    parts.append(f'<text x="{self.LEFT - 5}" y="{y + 3:.1f}" class="tick" text-anchor="end">{value:g}</text>')
            power *= 10
        for place in sorted({place for _, _, points in self.series for place, _ in points}):
            if place in (96, 192, 384, 768, 7):
                continue  # their numbers would touch
            parts.append(f'<text x="{self.x(place):.1f}" y="{self.TOP + self.HEIGHT + 13}" class="tick" text-anchor="middle">{place}</text>')
        for number, (name, colour, points) in enumerate(self.series):
            line = " ".join(f"{self.x(place):.1f},{self.y(value):.1f}" for place, value in points)
            parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.8"/>')
            parts += [f'<circle cx="{self.x(place):.1f}" cy="{self.y(value):.1f}" r="2.4" fill="{colour}"/>' for place, value in points]
            if name:
                y = self.TOP + 12 + 13 * number
                parts.append(f'<text x="{self.LEFT + 8}" y="{y}" class="tick" style="fill:{colour}">{name}</text>')
        return "\n".join(parts + ["</g>"])


def points(rows, key, where=lambda case: True):
    return [(row["case"][0], row[key]) for row in rows if where(row["case"])]


def plot(found):
    blue, amber, green = "#2f7fc1", "#c7882a", "#3f9b5b"
    size, tiles = found["size"], found["tiles"]
    of = {tile: (lambda case, tile=tile: case[1] == tile) for tile in (256, 512)}

    def three(key):
        return [("seen whole", blue, points(size, key)), ("tiles of 512 px", green, points(tiles, key, of[512])),
                ("tiles of 256 px", amber, points(tiles, key, of[256]))]

    charts = [
        Chart(0, 0, "A step by the picture's side (px)", "ms", three("ms")),
        Chart(300, 0, "Memory by the picture's side (px)", "MiB", three("peak_mib")),
        Chart(600, 0, "Network part by pictures at once", "ms a picture, 128 px",
              [("", blue, [(count, value / count) for count, value in points(found["batch"], "ms")])]),
        Chart(0, 215, "A step of every dream, by checkpoints", "ms, 128 px", [("", blue, points(found["checkpoints"], "ms"))]),
        Chart(300, 215, "Memory by checkpoints", "MiB", [("", blue, points(found["checkpoints"], "peak_mib"))]),
        Chart(600, 215, "A whole dream by its steps", "s, 128 px",
              [("", blue, [(count, value / 1000) for count, value in points(found["steps"], "ms")])]),
    ]
    style = ("text{font-family:sans-serif;fill:#333}.title{font-size:12px;font-weight:600}.quiet{font-size:10px;fill:#777}"
             ".tick{font-size:10px;fill:#555}.grid{stroke:#e3e3e3;stroke-width:1}")
    return ('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="420" viewBox="0 0 900 420">'
            f'<style>{style}</style><rect width="900" height="420" fill="#fff"/>\n' + "\n".join(c.draw() for c in charts) + "\n</svg>\n")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--program", default=ROOT / "build/release/scale", type=pathlib.Path)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--only", default="", help="kinds of cases, with commas between")
    arguments.add_argument("--from", dest="known", type=pathlib.Path, help="figures that were measured before")
    arguments.add_argument("--json", type=pathlib.Path)
    arguments.add_argument("--plot", type=pathlib.Path)
    options = arguments.parse_args()
    found = json.loads(options.known.read_text()) if options.known else {}
    if not options.known or options.only:
        cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "")
        found.update({"date": datetime.date.today().isoformat(), "machine": f"{cpu}, {os.cpu_count()} cores"},
                     **measure(options.program, options.rounds, [kind for kind in options.only.split(",") if kind]))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")
    if options.plot:
        options.plot.write_text(plot(found))


if __name__ == "__main__":
    main()
