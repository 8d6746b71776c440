#!/usr/bin/env python3
"""Makes imagenet/series.json from the list of ImageNet's synsets.

    python3 assets/make_imagenet.py imagenet_synsets.txt     (1,000 lines "n01440764 tench, Tinca tinca")

The common name is the first of a line, the scientific one the last if it is a binomial. The weights beside it are
made by `birddream convert googlenet_bvlc.safetensors assets/imagenet/googlenet.safetensors`.
"""
import json
import pathlib
import re
import sys

BIRDS = set(range(7, 25)) | set(range(80, 101)) | set(range(127, 147))
# Classes that are species; "Petri dish" and, among the dogs (151..268), "Boston terrier" look like binomials too.
SPECIES = set(range(0, 151)) | set(range(269, 398)) | set(range(984, 999))
ENGLISH = {"Angora rabbit"}
# Names that two classes share; every name in a series is unique. Of the two cranes the bird keeps the name.
RENAMED = {264: "Cardigan Welsh corgi", 517: "crane (machine)", 639: "maillot (tank suit)"}


def scientific(index, names):
    last = names[-1]
    if index not in SPECIES or len(names) < 2 or last in ENGLISH:
        return ""
    return last if re.fullmatch(r"[A-Z][a-z]+ [a-z]+", last) else ""


def main():
    lines = pathlib.Path(sys.argv[1]).read_text().splitlines()
    assert len(lines) == 1000
    classes = []
    for index, line in enumerate(lines):
        names = [name.strip() for name in line.split(" ", 1)[1].split(",")]
        entry = {"name": RENAMED.get(index, names[0])}
        if binomial := scientific(index, names):
            entry["scientific"] = binomial
        if index not in BIRDS:
            entry["bird"] = False
        classes.append(entry)
    assert len({entry["name"].lower().replace("-", " ") for entry in classes}) == 1000
    assert len(BIRDS) == 59
    series = {
        "format": "birddream series",
        "version": 1,
        "name": "ImageNet GoogLeNet",
        "architecture": "googlenet",
        "checkpoints": [{"file": "googlenet.safetensors", "title": "ImageNet", "mode": "full"}],
        "classes": classes,
    }
    head = json.dumps({key: value for key, value in series.items() if key != "classes"}, indent=1)
    rows = ",\n".join("  " + json.dumps(entry) for entry in classes)
    text = head[:-2] + ',\n "classes": [\n' + rows + "\n ]\n}\n"
    assert json.loads(text) == series
    (pathlib.Path(__file__).parent / "imagenet" / "series.json").write_text(text)


main()
