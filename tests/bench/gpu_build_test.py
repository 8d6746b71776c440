"""bench/gpu/build.sh with compilers that only note what they were asked for: what is compiled again, and when it fails."""
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Writes what it should (an object, and the list of what that was made of: its source and one header), notes the source.
COMPILER = r"""#!/usr/bin/env bash
folder=$(dirname "$0")
source= object= list= all=("$@")
while [ $# -gt 0 ]; do
  case $1 in
    --version) echo "a compiler"; exit ;;
    --dryrun) printf '#$ TOP=%s\n' "$folder"; exit ;;
    -c) source=$2; shift ;;
    -o) object=$2; shift ;;
    -MF) list=$2; shift ;;
  esac
  shift
done
if [ -z "$source" ]; then echo "link $(basename "$object")" >>"$folder/asked"; touch "$object"; exit; fi
echo "$source" >>"$folder/asked"
echo "${all[*]}" >>"$folder/commands"
[ "$(basename "$source")" != "$(cat "$folder/breaks" 2>/dev/null)" ] || exit 1
printf '%s : %s \\\n  %s\n' "$object" "$source" "$folder/header.h" >"$list"
touch "$object"
"""


class BuildTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        for name in ["compiler", "nvcc"]:
            (self.folder / name).write_text(COMPILER)
            (self.folder / name).chmod(0o755)
        torch = self.folder / "site/torch"
        for file in [torch / "__init__.py", self.folder / "lib/libcudart.so.13", self.folder / "include/cuda_gl_interop.h",
                     self.folder / "header.h"]:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("")

    def build(self):
        """What was compiled and linked; None where it failed."""
        (self.folder / "asked").unlink(missing_ok=True)
        environment = {**os.environ, "CXX": str(self.folder / "compiler"), "NVCC": str(self.folder / "nvcc"), "JOBS": "4",
                       "PYTHON": "python3", "PYTHONPATH": str(self.folder / "site"), "BIRDDREAM_GPU_BUILD": str(self.folder / "out")}
        done = subprocess.run([ROOT / "bench/gpu/build.sh"], env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            return None
        return (self.folder / "asked").read_text().split("\n")


    def test_compiles_all_then_nothing_then_what_a_header_changed(self):
        first = self.build()
        self.assertIn("src/cuda/launch.cu", first)
        self.assertIn("tests/gpu/step_agreement_test.cpp", first)
        self.assertIn("link gpu_step_speed", first)
        commands = (self.folder / "commands").read_text()
        self.assertNotIn("-isystem /usr/include ", commands)
        again = self.build()
        self.assertEqual([word for word in again if word and not word.startswith("link")], [])
        os.utime(self.folder / "header.h", (2e9, 2e9))
        self.assertEqual(sorted(self.build()), sorted(first))

    def test_a_source_that_does_not_compile_fails_the_build_until_it_does(self):
        (self.folder / "breaks").write_text("gradients.cpp")
        self.assertIsNone(self.build())
        self.assertIsNone(self.build())
        (self.folder / "breaks").unlink()
        self.assertIn("src/gpu/gradients.cpp", self.build())


if __name__ == "__main__":
    unittest.main()
