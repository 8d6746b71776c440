"""bench/gpu.sh from end to end, on host memory.    gpu_rehearsal_test.py FOLDER-OF-PROGRAMS"""
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

with tempfile.TemporaryDirectory() as folder:
    done = subprocess.run([ROOT / "bench/gpu.sh", "--rehearse", folder, sys.argv[1]], capture_output=True, text=True)
    found = json.loads((pathlib.Path(folder) / "gpu.json").read_text())
    problems = [f"exit code {done.returncode}:\n{done.stderr}"] if done.returncode != 0 else []

wanted = {"check": "passed", "time": "passed", "gpu": "passed", "interop": "passed", "kernels": "passed"}
problems += [f"{name}: {found['stages'].get(name)}" for name, result in wanted.items()
             if found["stages"].get(name, {}).get("result") != result]
(case,) = found["cases"].values()
for name in ["check", "alone", "picture", "kernels", "kernels_ms"]:
    if name not in case:
        problems.append(f"the case lacks {name}: {json.dumps(case)[:500]}")
if not all(test["result"] == "passed" for test in found["tests"]["gpu"].values()) or not found["tests"]["gpu"]:
    problems.append(str(found["tests"]["gpu"]))
if not found["device"] == "host memory" or case["check"]["graph"] != "" or not case["check"]["repeats"]:
    problems.append(f"{found['device']}, {case['check']}")
print("\n".join(problems))
sys.exit(1 if problems else 0)
