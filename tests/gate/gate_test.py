#!/usr/bin/env python3
"""Tests gate.py against small summaries and against programs that are shell scripts."""

import contextlib
import copy
import io
import json
import pathlib
import stat
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import gate  # noqa: E402


def summary():
    policy = {"policy": "all-edge", "accuracy": 0.5, "latency_s": {"mean": 0.2, "ci95": None}, "overloaded": {"links": []}}
    other = {"policy": "random", "accuracy": 0.0, "latency_s": {"mean": 4.0, "ci95": None}, "overloaded": {"links": ["a"]}}
    return {"points": [{"labels": {"load": "1"}, "replications": 1, "policies": [policy, other]}]}


class CompareTest(unittest.TestCase):
    def compare(self, old, new, tolerance=1e-9):
        result = gate.Comparison()
        gate.compare("plain", old, new, tolerance, result)
        return result

    def changed(self, change):
        new = copy.deepcopy(summary())
        change(new["points"][0])
        return self.compare(summary(), new)

    def test_the_same_does_not_move(self):
        result = self.compare(summary(), summary())
        self.assertEqual((result.points, result.numbers, result.moves), (2, 10, []))

    def test_names_the_number_and_its_relative_change(self):
        def slower(point):
            point["policies"][0]["latency_s"]["mean"] = 0.2002

        (move,) = self.changed(slower).moves
        self.assertEqual((move.scenario, move.policy, move.metric), ("plain", "all-edge", "latency_s.mean"))
        self.assertAlmostEqual(move.relative, 1e-3)
        self.assertIn("load = 1", move.point)
        self.assertEqual(move.text(), " 1.0e-03  0.2 -> 0.2002  latency_s.mean  plain [0: load = 1] all-edge")

    def test_rounding_is_counted_apart(self):
        def rounded(point):
            point["policies"][0]["latency_s"]["mean"] *= 1 + 1e-12

        result = self.changed(rounded)
        self.assertEqual((result.moves, result.rounding), ([], 1))
        self.assertAlmostEqual(result.largest_rounding, 1e-12, delta=1e-15)

    def test_without_tolerance_rounding_moves(self):
        new = copy.deepcopy(summary())
        new["points"][0]["policies"][0]["latency_s"]["mean"] *= 1 + 1e-12
        self.assertEqual(len(self.compare(summary(), new, 0).moves), 1)

    def test_a_number_that_becomes_null_moves(self):
        def withheld(point):
            point["policies"][0]["accuracy"] = None

        self.assertEqual([m.metric for m in self.changed(withheld).moves], ["accuracy"])

    def test_null_that_becomes_a_number_moves(self):
        def given(point):
            point["policies"][0]["latency_s"]["ci95"] = 0.0

        self.assertEqual([m.metric for m in self.changed(given).moves], ["latency_s.ci95"])

    def test_zero_that_becomes_a_number_moves(self):
        def given(point):
            point["policies"][1]["accuracy"] = 1e-300

        self.assertEqual([m.metric for m in self.changed(given).moves], ["accuracy"])

    def test_not_a_number_is_itself(self):
        self.assertEqual(gate.relative_change(float("nan"), float("nan")), 0)
        self.assertEqual(gate.relative_change(float("nan"), 1.0), float("inf"))
        self.assertEqual(gate.relative_change(float("inf"), float("inf")), 0)

    def test_lists_and_replications_are_compared(self):
        def differs(point):
            point["policies"][1]["overloaded"]["links"] = ["a", "b"]
            point["replications"] = 2

        metrics = sorted(m.metric for m in self.changed(differs).moves)
        self.assertEqual(metrics, ["overloaded.links", "point.replications", "point.replications"])

    def test_added_metrics_do_not_move(self):
        def added(point):
            point["policies"][0]["latency_s"]["p999"] = 1.0

        result = self.changed(added)
        self.assertEqual((result.moves, dict(result.added)), ([], {"latency_s.p999": 1}))

    def test_removed_metrics_are_named(self):
        def removed(point):
            del point["policies"][0]["accuracy"]

        result = self.changed(removed)
        self.assertEqual((result.moves, dict(result.removed)), ([], {("plain", "accuracy"): 1}))

    def test_rows_that_come_and_go_move(self):
        def renamed(point):
            point["policies"][0]["policy"] = "all-ege"

        moves = self.changed(renamed).moves
        self.assertEqual([(m.policy, m.old, m.new) for m in moves],
                         [("all-edge", "present", "absent"), ("all-ege", "absent", "present")])


class ExpectedTest(unittest.TestCase):
    def result(self, relative):
        result = gate.Comparison()
        result.moves = [gate.Move("plain", "[0] ", "random", "energy_j.total", 1.0, 1.0 + relative, relative)]
        result.removed["plain", "accuracy"] = 3
        return result

    def test_covers_what_it_names_up_to_its_bound(self):
        entry = gate.ExpectedMove("pl* random energy_j.* 1e-3  # the wire is longer", "f:1")
        result = self.result(1e-4)
        self.assertEqual(gate.split_expected(result, [entry]), 1)
        self.assertEqual((result.moves, len(result.removed), entry.used), ([], 1, True))

    def test_does_not_cover_more_than_its_bound(self):
        entry = gate.ExpectedMove("pl* random energy_j.* 1e-3  # the wire is longer", "f:1")
        result = self.result(1e-2)
        self.assertEqual(gate.split_expected(result, [entry]), 0)
        self.assertEqual((len(result.moves), entry.used), (1, False))

    def test_does_not_cover_other_policies(self):
        result = self.result(1e-4)
        self.assertEqual(gate.split_expected(result, [gate.ExpectedMove("* all-edge * any # why", "f:1")]), 0)

    def test_covers_removed_metrics(self):
        result = self.result(1e-4)
        gate.split_expected(result, [gate.ExpectedMove("* * accuracy any # renamed", "f:1")])
        self.assertFalse(result.removed)

    def test_refuses_a_line_without_a_reason(self):
        for line in ["* * accuracy any", "* * accuracy any #", "* accuracy any # why", "* * accuracy much # why"]:
            with self.assertRaises(SystemExit) as raised:
                gate.ExpectedMove(line, "expected.txt:3")
            self.assertIn("expected.txt:3", str(raised.exception))


class MainTest(unittest.TestCase):
    """The whole program, with scripts in place of the two builds."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "s").mkdir()
        (self.folder / "s" / "plain.yaml").write_text("")

    def program(self, name, content, status=0):
        """A program that writes `content` where `--json` says."""
        (self.folder / f"{name}.json").write_text(content)
        path = self.folder / name
        path.write_text(f'#!/bin/sh\necho "{name} speaks" >&2\ncp "{self.folder}/{name}.json" "$7"\nexit {status}\n')
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    def run_gate(self, old, new, *more):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            status = gate.main([old, new, "--scenarios", str(self.folder / "s"), "--only", "pl*", *more])
        return status, out.getvalue()

    def test_status_0_where_nothing_moves(self):
        program = self.program("old", json.dumps(summary()))
        status, out = self.run_gate(program, program)
        self.assertEqual(status, 0)
        self.assertIn("2 points in 1 scenarios, 10 numbers: 0 moved", out)

    def test_status_1_where_something_moves(self):
        moved = summary()
        moved["points"][0]["policies"][0]["accuracy"] = 0.6
        all_moves = self.folder / "moves.txt"
        old, new = self.program("old", json.dumps(summary())), self.program("new", json.dumps(moved))
        status, out = self.run_gate(old, new, "--moves", str(all_moves))
        self.assertEqual(status, 1)
        self.assertIn("2.0e-01  0.5 -> 0.6  accuracy  plain [0: load = 1] all-edge", out)
        self.assertIn("moved    accuracy: 1 times, largest 2.0e-01, in plain", out)
        self.assertIn("0.5 -> 0.6", all_moves.read_text())

    def test_status_0_where_the_move_is_expected(self):
        moved = summary()
        moved["points"][0]["policies"][0]["accuracy"] = 0.6
        (self.folder / "expected").write_text("# of this release\n* * accuracy 0.3 # counts ties\n* * cost any # never\n")
        old, new = self.program("old", json.dumps(summary())), self.program("new", json.dumps(moved))
        status, out = self.run_gate(old, new, "--expected", str(self.folder / "expected"))
        self.assertEqual(status, 0)
        self.assertIn("expected:3: nothing moved as expected there", out)

    def test_status_1_where_the_new_program_fails(self):
        old, new = self.program("old", json.dumps(summary())), self.program("new", "", 2)
        status, out = self.run_gate(old, new)
        self.assertEqual(status, 1)
        self.assertIn("the new program ends with status 2: new speaks", out)

    def test_a_scenario_that_only_the_new_program_knows_is_no_move(self):
        old, new = self.program("old", "", 2), self.program("new", json.dumps(summary()))
        status, out = self.run_gate(old, new)
        self.assertEqual(status, 0)
        self.assertIn("the old program refuses it: old speaks", out)

    def test_status_1_where_the_old_program_crashes(self):
        old, new = self.program("old", "", 1), self.program("new", json.dumps(summary()))
        self.assertEqual(self.run_gate(old, new)[0], 1)

    def test_status_1_where_too_few_points_are_compared(self):
        program = self.program("old", json.dumps(summary()))
        status, out = self.run_gate(program, program, "--only", "*")
        self.assertEqual(status, 1)
        self.assertIn("only 2 points compared", out)


if __name__ == "__main__":
    unittest.main()
