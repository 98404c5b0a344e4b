#!/usr/bin/env python3
"""Compares the summaries of two builds of dimsim over the scenarios of this folder.

Runs every scenario of tests/gate/scenarios with both programs, pairs their summaries by scenario, point and policy,
and names every number that moved and by how much. README.md beside this file explains how it is used.
"""

import argparse
import collections
import concurrent.futures
import fnmatch
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
FEWEST_POINTS = 5000  # that a gate over all scenarios must compare; fewer means that scenarios were lost


class Move(collections.namedtuple("Move", "scenario point policy metric old new relative")):
    """A value that differs. `relative` is |new - old| / |old|; infinite where old is 0 or one of them is no number."""

    def text(self):
        size = f"{self.relative:8.1e}" if math.isfinite(self.relative) else "       -"
        return f"{size}  {shown(self.old)} -> {shown(self.new)}  {self.metric}  {self.scenario} {self.point}{self.policy}"


class Comparison:
    """What two sets of summaries have in common and where they differ."""

    def __init__(self):
        self.points = 0  # pairs of the same scenario, point and policy
        self.numbers = 0  # values that both have
        self.rounding = 0  # moves within the tolerance
        self.largest_rounding = 0.0
        self.moves = []
        self.added = collections.Counter()  # metric: points where only the new program has it
        self.removed = collections.Counter()  # (scenario, metric): points where only the old program has it


class ExpectedMove:
    """A line of the file of expected moves: SCENARIO POLICY METRIC LARGEST # reason."""

    def __init__(self, line, place):
        fields, separator, reason = line.partition("#")
        words = fields.split()
        if len(words) != 4 or not separator or not reason.strip():
            raise SystemExit(f"{place}: expected 'SCENARIO POLICY METRIC LARGEST # reason', found '{line}'")
        self.scenario, self.policy, self.metric, largest = words
        try:
            self.largest = math.inf if largest == "any" else float(largest)
        except ValueError:
            raise SystemExit(f"{place}: LARGEST is a relative change such as 1e-3, or 'any', not '{largest}'") from None
        self.place = place
        self.used = False

    def covers(self, scenario, policy, metric, relative):
        found = (
            fnmatch.fnmatchcase(scenario, self.scenario)
            and fnmatch.fnmatchcase(policy, self.policy)
            and fnmatch.fnmatchcase(metric, self.metric)
            and relative <= self.largest
        )
        self.used = self.used or found
        return found


def shown(value):
    return f"{value:.10g}" if isinstance(value, float) else json.dumps(value, ensure_ascii=False)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def flatten(value, path=""):
    """Yields (path, scalar); a list without maps is one scalar, since its length is part of what it says."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from flatten(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for index, item in enumerate(value):
            yield from flatten(item, f"{path}[{index}]")
    else:
        yield path, value


def relative_change(old, new):
    """0 where they are the same, infinite where a ratio makes no sense."""
    if old == new and isinstance(old, bool) == isinstance(new, bool):
        return 0.0
    if not (is_number(old) and is_number(new)):
        return math.inf
    if math.isnan(old) or math.isnan(new):
        return 0.0 if math.isnan(old) and math.isnan(new) else math.inf
    return abs(new - old) / abs(old) if old != 0 and math.isfinite(old) else math.inf


def rows(summary):
    """Yields ((point, policy), {metric: value}) of a JSON summary."""
    for index, point in enumerate(summary["points"]):
        labels = ", ".join(f"{axis} = {label}" for axis, label in sorted(point["labels"].items()))
        name = f"[{index}: {labels}] " if labels else f"[{index}] "
        shared = {f"point.{path}": value for path, value in flatten({"replications": point["replications"]})}
        for policy in point["policies"]:
            values = dict(flatten({key: value for key, value in policy.items() if key != "policy"}))
            yield (name, policy["policy"]), {**shared, **values}


def compare_rows(scenario, key, old, new, tolerance, result):
    for metric, before in old.items():
        if metric not in new:
            result.removed[scenario, metric] += 1
            continue
        result.numbers += 1
        relative = relative_change(before, new[metric])
        if relative > tolerance:
            result.moves.append(Move(scenario, *key, metric, before, new[metric], relative))
        elif relative > 0:
            result.rounding += 1
            result.largest_rounding = max(result.largest_rounding, relative)
    for metric in new.keys() - old.keys():
        result.added[metric] += 1


def compare(scenario, old, new, tolerance, result):
    """Adds to `result` what differs between two summaries of a scenario."""
    before, after = dict(rows(old)), dict(rows(new))
    for key, values in before.items():
        if key in after:
            result.points += 1
            compare_rows(scenario, key, values, after[key], tolerance, result)
        else:
            result.moves.append(Move(scenario, *key, "(the whole row)", "present", "absent", math.inf))
    for key in after.keys() - before.keys():
        result.moves.append(Move(scenario, *key, "(the whole row)", "absent", "present", math.inf))


def split_expected(result, expected):
    """Removes from `result` what `expected` covers, and returns how much that is."""
    unexpected = [m for m in result.moves if not any(e.covers(m.scenario, m.policy, m.metric, m.relative) for e in expected)]
    gone = {
        (scenario, metric): count
        for (scenario, metric), count in result.removed.items()
        if not any(e.covers(scenario, "*", metric, math.inf) for e in expected)
    }
    covered = len(result.moves) - len(unexpected) + len(result.removed) - len(gone)
    result.moves, result.removed = unexpected, collections.Counter(gone)
    return covered


def report(result, shown_moves, out):
    """Writes the moves, largest first, then what moved by metric, then the totals."""
    result.moves.sort(key=lambda m: (-m.relative, m.scenario, m.metric))
    for move in result.moves[:shown_moves]:
        print(move.text(), file=out)
    if len(result.moves) > shown_moves:
        print(f"... and {len(result.moves) - shown_moves} more", file=out)
    by_metric = collections.defaultdict(list)
    for move in result.moves:
        by_metric[move.metric].append(move)
    for metric, moves in sorted(by_metric.items(), key=lambda item: -len(item[1])):
        finite = [m.relative for m in moves if math.isfinite(m.relative)]
        largest = f"largest {max(finite):.1e}" if finite else "none comparable"
        scenarios = sorted({m.scenario for m in moves})
        few = ", ".join(scenarios[:4]) + (f" and {len(scenarios) - 4} more" if len(scenarios) > 4 else "")
        print(f"moved    {metric}: {len(moves)} times, {largest}, in {few}", file=out)
    gone = collections.Counter()
    for (_, metric), count in result.removed.items():
        gone[metric] += count
    for metric, count in sorted(gone.items()):
        print(f"removed  {metric}: at {count} points", file=out)
    for metric, count in sorted(result.added.items()):
        print(f"added    {metric}: at {count} points", file=out)
    if result.rounding:
        print(
            f"rounding {result.rounding} numbers differ within the tolerance, by at most {result.largest_rounding:.1e}",
            file=out,
        )


def simulate(program, scenario, folder):
    """Runs a scenario; returns (summary or None, exit status, what it said)."""
    summary = folder / f"{scenario.stem}.json"
    result = folder / f"{scenario.stem}.h5"
    command = [program, "run", scenario, "-q", "-j", "1", "--json", summary, "-o", result]
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, errors="replace", check=False)
    result.unlink(missing_ok=True)
    said = done.stderr.strip()
    if done.returncode != 0 or not summary.exists():
        return None, done.returncode, said
    return json.loads(summary.read_text()), 0, said


def simulate_all(programs, scenarios, folder, jobs):
    """{(program index, scenario): what `simulate` returns}; the longest first would gain nothing, all are short."""
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        futures = {}
        for index, program in enumerate(programs):
            place = folder / str(index)
            place.mkdir()
            for scenario in scenarios:
                futures[index, scenario] = pool.submit(simulate, program, scenario, place)
        return {key: future.result() for key, future in futures.items()}


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=pathlib.Path, help="the program of before")
    parser.add_argument("new", type=pathlib.Path, help="the program of now")
    parser.add_argument("--scenarios", type=pathlib.Path, default=HERE / "scenarios", help="folder of scenarios")
    parser.add_argument("--only", default="*", metavar="GLOB", help="only scenarios of that name")
    parser.add_argument("--tolerance", type=float, default=1e-9, help="relative change that is rounding (default: 1e-9)")
    parser.add_argument("--expected", type=pathlib.Path, metavar="FILE", help="moves that are meant")
    parser.add_argument("--moves", type=pathlib.Path, metavar="FILE", help="write all moves there, however many")
    parser.add_argument("--show", type=int, default=40, metavar="N", help="moves that are printed (default: 40)")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count(), help="scenarios at the same time")
    return parser.parse_args(arguments)


def read_expected(path):
    if path is None:
        return []
    lines = enumerate(path.read_text().splitlines(), 1)
    return [ExpectedMove(line, f"{path}:{n}") for n, line in lines if line.strip() and not line.lstrip().startswith("#")]


def compare_all(runs, scenarios, tolerance):
    """Returns the comparison, the scenarios that the new program fails, and those that only the new one knows."""
    result, broken, unknown = Comparison(), [], []
    for scenario in scenarios:
        (old, old_status, old_said), (new, new_status, new_said) = runs[0, scenario], runs[1, scenario]
        if new is None:
            broken.append(f"{scenario.stem}: the new program ends with status {new_status}: {new_said}")
        elif old is None and old_status == 2:
            unknown.append(f"{scenario.stem}: the old program refuses it: {old_said.splitlines()[0] if old_said else ''}")
        elif old is None:
            broken.append(f"{scenario.stem}: the old program ends with status {old_status}: {old_said}")
        else:
            compare(scenario.stem, old, new, tolerance, result)
    return result, broken, unknown


def main(arguments):
    options = parse_arguments(arguments)
    expected = read_expected(options.expected)
    scenarios = [path for path in sorted(options.scenarios.glob("*.yaml")) if fnmatch.fnmatch(path.stem, options.only)]
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="dimsim-gate-") as folder:
        programs = [options.old.resolve(), options.new.resolve()]
        runs = simulate_all(programs, scenarios, pathlib.Path(folder), options.jobs)
    result, broken, unknown = compare_all(runs, scenarios, options.tolerance)
    covered = split_expected(result, expected)
    report(result, options.show, sys.stdout)
    if options.moves:
        with options.moves.open("w") as out:
            report(result, len(result.moves), out)
    for line in unknown:
        print(f"new      {line}")
    for line in broken:
        print(f"broken   {line}")
    for entry in expected:
        if not entry.used:
            print(f"unused   {entry.place}: nothing moved as expected there; remove the line")
    if options.only == "*" and result.points < FEWEST_POINTS:
        broken.append(f"only {result.points} points compared, at least {FEWEST_POINTS} are wanted")
        print(f"broken   {broken[-1]}")
    print(f"{result.points} points in {len(scenarios)} scenarios, {result.numbers} numbers: {len(result.moves)} moved, "
          f"{sum(result.removed.values())} removed, {covered} as expected ({time.monotonic() - begin:.0f} s)")
    return 1 if result.moves or result.removed or broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
