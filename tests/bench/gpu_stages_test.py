"""The stages of bench/gpu.sh: whatever breaks off, what was found before is in the JSON. Needs Python alone."""
import json
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "bench/gpu"))
from results import Outcomes, bars  # noqa: E402
from stages import Stages  # noqa: E402


def program(text):
    return [sys.executable, "-u", "-c", text]


class StagesTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.stages = Stages(pathlib.Path(self.folder.name), 60)
        self.addCleanup(self.stages.log.close)

    def found(self):
        return json.loads((pathlib.Path(self.folder.name) / "gpu.json").read_text())

    def log(self):
        return (pathlib.Path(self.folder.name) / "gpu.log").read_text()

    def test_there_is_a_json_before_anything_ran(self):
        self.assertEqual(self.found()["stages"], {})

    def test_what_a_program_says_is_merged_case_by_case(self):
        self.assertTrue(self.stages.run("one", program(
            """print('{"case": "a", "check": {"cosine": 0.99}}'); print('{"case": "a", "alone": {"median_ms": 2}}')
print('building'); print('{"device": "some"}')"""), 20))
        found = self.found()
        self.assertEqual(found["cases"], {"a": {"check": {"cosine": 0.99}, "alone": {"median_ms": 2}}})
        self.assertEqual(found["device"], "some")
        self.assertEqual(found["stages"]["one"]["result"], "passed")
        self.assertIn("building", self.log())

    def test_numbers_that_are_none_and_lines_that_are_no_json_hurt_nothing(self):
        self.stages.run("one", program("""print('{"case": "a", "check": {"cosine": NaN}}'); print('{"case": "b", "che')"""), 20)
        self.assertEqual(self.found()["cases"], {"a": {"check": {"cosine": None}}})

    def test_a_program_that_breaks_off_keeps_what_it_said_and_says_why(self):
        self.assertFalse(self.stages.run("one", program(
            """import sys; print('{"case": "a", "alone": {"median_ms": 2}}'); print("no such kernel", file=sys.stderr); sys.exit(3)"""),
            20))
        self.assertTrue(self.stages.run("two", program("print('{\"two\": 2}')"), 20))
        found = self.found()
        self.assertEqual(found["cases"]["a"]["alone"], {"median_ms": 2})
        self.assertEqual((found["stages"]["one"]["code"], found["two"]), (3, 2))
        self.assertIn("no such kernel", found["stages"]["one"]["said"])
        self.assertTrue(self.stages.failed)

    def test_what_is_said_is_in_the_json_while_the_program_still_runs(self):
        self.assertTrue(self.stages.run("one", program(
            f"""print('{{"before": 1}}')
while '"before": 1' not in open({str(self.stages.results.path)!r}).read(): pass"""), 40))

    def test_what_hangs_is_ended_with_what_it_started(self):
        self.assertFalse(self.stages.run("one", program(
            """import subprocess, sys
subprocess.run([sys.executable, "-c", "import time; time.sleep(1000)"])"""), 3))
        self.assertEqual(self.found()["stages"]["one"]["result"], "timed out")

    def test_no_stage_begins_when_the_time_is_over(self):
        self.stages.until = 0
        self.assertFalse(self.stages.run("one", program("pass"), 20))
        self.assertEqual(self.found()["stages"]["one"]["result"], "skipped")

    def test_a_program_that_is_not_there_fails(self):
        self.assertFalse(self.stages.run("one", ["/nowhere/gpu_step_speed"], 20))
        self.assertIn("/nowhere", self.found()["stages"]["one"]["said"])

    def test_a_test_that_crashes_is_known_by_name_beside_those_before(self):
        text = r"""import os, sys
print("[ RUN      ] Network.A\n[       OK ] Network.A (3 ms)\n[ RUN      ] Network.B\nx.cpp:3: Failure\ncosine is nan")
print("[  FAILED  ] Network.B, where GetParam() = b (5 ms)\n[ RUN      ] Network.C", flush=True)
os.abort()"""
        outcomes = Outcomes()
        self.assertFalse(self.stages.run("tests", program(text), 20, outcomes.line))
        self.assertEqual(outcomes.tests["Network.A"], {"result": "passed"})
        self.assertEqual(outcomes.tests["Network.B"], {"result": "failed", "said": "x.cpp:3: Failure\ncosine is nan"})
        self.assertEqual(outcomes.tests["Network.C"], {"result": "did not end"})


class BarsTest(unittest.TestCase):
    def test_say_what_was_met_missed_and_not_measured(self):
        judged = bars({"googlenet_128": {"check": {"cosine": 0.99}, "alone": {"median_ms": 0.3}},
                       "googlenet_224": {"check": {"cosine": None}},
                       "inception_v4_299": {"check": {"cosine": 0.5}, "alone": {"median_ms": 1},
                                            "steps": {"birddream": {"median_ms": 1.3}, "eager": {"median_ms": 13.5}}}})
        self.assertEqual(judged, {"googlenet_128 <= 0.35 ms": True, "inception_v4_299 <= 1.2 ms": False,
                                  "inception_v4_299 >= 10x eager": True, "googlenet_128 cosine >= 0.98": True,
                                  "googlenet_224 cosine >= 0.98": False,
                                  "inception_v4_299 cosine >= 0.98": "not judged: random weights"})

    def test_nothing_measured_is_not_a_bar_missed(self):
        self.assertEqual(set(bars({}).values()), {None})


if __name__ == "__main__":
    unittest.main()
