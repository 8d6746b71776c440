"""What bench/gpu.sh found so far, in one JSON that is whole at every moment."""
import json
import os
import re
import threading

# What the GPU is to reach (docs/gpu.md); "cosine" only where weights are trained.
MOST_MS = {"googlenet_128": 0.35, "inception_v4_299": 1.2}
LEAST_TIMES_EAGER = {"inception_v4_299": 10}
LEAST_COSINE, TRAINED = 0.98, "googlenet"


class Results:
    """A dictionary that is written, by renaming, whenever something is added."""

    def __init__(self, path):
        self.path, self.lock = path, threading.Lock()
        self.all = {"stages": {}, "cases": {}, "tests": {}}
        self.write()

    def add(self, found):
        """Merges, dictionaries into dictionaries. {"case": NAME, ...} is about a case."""
        with self.lock:
            name = found.pop("case", None)
            merge(self.all["cases"].setdefault(name, {}) if name else self.all, found)
            self.write()

    def write(self):
        self.all["bars"] = bars(self.all["cases"])
        partial = self.path.with_name(self.path.name + ".partial")
        partial.write_text(json.dumps(self.all, indent=1) + "\n")
        os.replace(partial, self.path)


def merge(into, found):
    for key, value in found.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = value


def median(case, way):
    """Of a way's turns beside others, else, for ours, of its own run; None where it was not measured."""
    steps = case.get("steps", {}).get(way) or (case.get("alone") if way == "birddream" else None)
    return steps["median_ms"] if steps else None


def bars(cases):
    """Each bar: true, false, or None where nothing was measured."""
    judged = {}
    for name, most in MOST_MS.items():
        ours = median(cases.get(name, {}), "birddream")
        judged[f"{name} <= {most} ms"] = None if ours is None else ours <= most
    for name, least in LEAST_TIMES_EAGER.items():
        ours, eager = median(cases.get(name, {}), "birddream"), median(cases.get(name, {}), "eager")
        judged[f"{name} >= {least}x eager"] = None if ours is None or eager is None else eager >= least * ours
    for name, case in cases.items():
        if "check" not in case:
            continue
        cosine = case["check"].get("cosine")  # none where it was no number
        trained = name.startswith(TRAINED)
        judged[f"{name} cosine >= {LEAST_COSINE}"] = (
            cosine is not None and cosine >= LEAST_COSINE if trained else "not judged: random weights")
    return judged


class Outcomes:
    """Reads GoogleTest's lines as they come: a test that hangs or crashes is known by name."""
    LINE = re.compile(r"^\[ +(RUN|OK|FAILED|SKIPPED) +\] ([^\s,]+\.[^\s,]+)")

    def __init__(self):
        self.tests, self.running, self.said = {}, None, []

    def line(self, text):
        found = self.LINE.match(text)
        if not found:
            if self.running:
                self.said.append(text.rstrip())
            return
        how, name = found.groups()
        if how == "RUN":
            self.running, self.said = name, []
            self.tests[name] = {"result": "did not end"}
        elif name == self.running:  # the list of failed tests at the end names them once more
            outcome = {"result": {"OK": "passed", "FAILED": "failed", "SKIPPED": "skipped"}[how]}
            if how != "OK" and self.said:
                outcome["said"] = "\n".join(self.said)[:4000]
            self.tests[name], self.running = outcome, None

    def properties(self, report):
        """What tests recorded, from GoogleTest's own JSON, where it came to writing one."""
        known = {"name", "file", "line", "status", "result", "timestamp", "time", "classname", "failures", "skipped",
                 "value_param", "type_param"}
        for suite in report.get("testsuites", []):
            for test in suite.get("testsuite", []):
                recorded = {key: value for key, value in test.items() if key not in known}
                name = f"{suite['name']}.{test['name']}"
                if recorded and name in self.tests:
                    self.tests[name]["recorded"] = recorded
