#!/usr/bin/env python3
"""The table (markdown, to the standard output) and the plot (SVG) of what `birddream bench --json` wrote.

    bench/figures.py bench/results/DATE_dream_step.json --plot docs/pictures/speed.svg
Needs nothing but Python.
"""
import argparse
import json
import pathlib

WAYS = [  # name in the file, in the table, colour in the plot
    ("Python eager", "PyTorch, eager float32 NCHW (what tutorials do)", "#9aa0a6"),
    ("Python channels_last", "PyTorch, channels_last", "#b4b9be"),
    ("Python bfloat16", "PyTorch, channels_last, bfloat16", "#c9ced3"),
    ("Python folded", "the same as channels_last, BatchNorm folded", None),
    ("Python folded bfloat16", "the same in bfloat16, BatchNorm folded", None),
    ("Python compiled", "PyTorch, torch.compile", None),
    ("Python compiled bfloat16", "PyTorch, torch.compile, bfloat16", None),
    ("Python lucent", "torch-lucent 0.1.8", "#d9a441"),
    ("plain", "birddream, LibTorch autograd (`--precision plain`)", "#8fb8de"),
    ("plan float32", "birddream, plan float32", "#3b82c4"),
    ("plan bfloat16", "birddream, plan bfloat16", "#0b4f8a"),
]
NETWORKS = {"googlenet": "GoogLeNet", "inception_v4": "Inception_v4"}


def title(case):
    batch = f", batch {case['batch']}" if case["batch"] > 1 else ""
    return f"{NETWORKS[case['architecture']]} {case['side']} px{batch}"


def milliseconds(case):
    return {one["name"]: one["ms"]["median"] for one in case["contenders"]}


def table(cases, cell):
    used = [(name, text) for name, text, _ in WAYS if any(name in milliseconds(case) for case in cases)]
    rows = [[""] + [title(case) for case in cases], ["---"] * (len(cases) + 1)]
    for name, text in used:
        rows.append([text] + [cell(case, name) if name in milliseconds(case) else "–" for case in cases])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def time_and_ratio(case, name):
    times = milliseconds(case)
    return f"{times[name]:.1f} ({times['Python eager'] / times[name]:.1f}x)" if "Python eager" in times else f"{times[name]:.1f}"


def share_and_cosine(case, name):
    one = next(one for one in case["contenders"] if one["name"] == name)
    return f"{100 * one['share_of_peak']:.0f} %, {one['cosine']:.4f}"


def plot(cases):
    """Bars of steps a second, a group a case, beside the eager one."""
    ways = [(name, text, colour) for name, text, colour in WAYS if colour]
    bar, gap, left, wide = 13, 16, 150, 520
    lines, y = [], 34
    largest = max(times["Python eager"] / time for case in cases for times in [milliseconds(case)] for time in times.values())
    for case in cases:
        times = milliseconds(case)
        present = [way for way in ways if way[0] in times]
        part = {"": "network", "lucid": "step", "original-2021": "step, 2021"}[case["preset"]]
        middle = y + bar * len(present) / 2
        lines.append(f'<text x="{left - 8}" y="{middle - 3}" text-anchor="end">{title(case)}</text>')
        lines.append(f'<text x="{left - 8}" y="{middle + 10}" text-anchor="end" fill="#777">{part}</text>')
        for name, _, colour in present:
            ratio = times["Python eager"] / times[name]
            width = wide * ratio / largest
            lines.append(f'<rect x="{left}" y="{y}" width="{width:.1f}" height="{bar - 2}" fill="{colour}"/>')
            lines.append(f'<text x="{left + width + 5:.1f}" y="{y + bar - 3.5}" fill="#444">{ratio:.1f}x, {times[name]:.1f} ms</text>')
            y += bar
        y += gap
    legend, x = [], left
    for _, text, colour in ways:
        short = text.split(" (")[0].replace("birddream, ", "").replace("PyTorch, ", "PyTorch ")
        legend.append(f'<rect x="{x}" y="10" width="9" height="9" fill="{colour}"/><text x="{x + 12}" y="18">{short}</text>')
        x += 22 + 5.3 * len(short)
    height, width = y, max(left + wide + 110, x + 10)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" font-family="sans-serif" font-size="10">'
            f'<rect width="100%" height="100%" fill="white"/>' + "".join(legend + lines) + "</svg>\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--plot", type=pathlib.Path)
    arguments = parser.parse_args()
    cases = json.loads(arguments.file.read_text())["cases"]
    order = {"": 0, "lucid": 1, "original-2021": 2}
    cases.sort(key=lambda case: (order[case["preset"]], case["architecture"], case["batch"], case["side"]))
    for preset in order:
        some = [case for case in cases if case["preset"] == preset]
        if some:
            print(table(some, time_and_ratio), "\n")
            print(table(some, share_and_cosine), "\n")
    if arguments.plot:
        arguments.plot.write_text(plot(cases))


main()
