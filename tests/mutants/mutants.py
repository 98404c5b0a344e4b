#!/usr/bin/env python3
"""Mutation tests: plants one known defect at a time and checks that a test notices (README.md).

    mutants.py                     every mutant
    mutants.py engine policy/ucb   those of a room, or single ones
    mutants.py --check             only that every mutant still applies: no build
    mutants.py --list              names, and what each one breaks

Works in a copy of the tree below build/mutants, so that the tree stays as it is. Exit status: 0 when every
mutant is killed or its survival is justified, 1 when one survives without a justification, 2 when a mutant is
stale or malformed.
"""

import argparse
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SECONDS_PER_TEST = 120  # a test that does not end has noticed the defect too
HEADERS = ("file", "tests", "why", "survives", "killed-by")


class Malformed(Exception):
    """A mutant's file that cannot be used, with the reason."""


@dataclasses.dataclass
class Mutant:
    name: str  # room/defect
    file: str
    tests: list
    why: str
    survives: str
    by_compiler: bool
    original: list  # lines, without indentation
    changed: list


def read(path):
    """Reads a mutant's file: header lines `key: value`, which may continue indented, then `-` and `+` lines."""
    name = path.relative_to(HERE).with_suffix("").as_posix()
    headers = {}
    original, changed = [], []
    last = None
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith("-"):
            original.append(line[1:].strip())
        elif line.startswith("+"):
            changed.append(line[1:].strip())
        elif line.startswith(" ") and last:
            headers[last] += " " + line.strip()
        elif line.strip():
            key, colon, value = line.partition(":")
            if not colon or key not in HEADERS:
                raise Malformed(f"{path}:{number}: found '{line}', expected one of {', '.join(HEADERS)}, - or +")
            last = key
            headers[key] = value.strip()
    for key in ("file", "tests", "why"):
        if not headers.get(key):
            raise Malformed(f"{path}: has no '{key}:'")
    if not original or original == changed:
        raise Malformed(f"{path}: needs a line with - and what replaces it with +")
    return Mutant(name, headers["file"], headers["tests"].split(), headers["why"], headers.get("survives", ""),
                  headers.get("killed-by") == "compiler", original, changed)


def apply(mutant, root):
    """The file's text with the defect. The original lines must occur exactly once, whatever their indentation."""
    path = root / mutant.file
    if not path.is_file():
        raise Malformed(f"{mutant.name}: stale: no file {mutant.file}")
    lines = path.read_text().splitlines(keepends=True)
    bare = [line.strip() for line in lines]
    length = len(mutant.original)
    places = [at for at in range(len(bare)) if bare[at:at + length] == mutant.original]
    if len(places) != 1:
        raise Malformed(f"{mutant.name}: stale: its original occurs {len(places)} times in {mutant.file}, "
                        f"expected once:\n    " + "\n    ".join(mutant.original))
    at = places[0]
    indent = lines[at][:len(lines[at]) - len(lines[at].lstrip())]
    new = [f"{indent}{line}\n" for line in mutant.changed]
    return "".join(lines[:at] + new + lines[at + length:])


TEST = re.compile(r"^TEST(?:_F|_P)?\((\w+),\s*(\w+)\)", re.MULTILINE)


def unknown_tests(mutant, known):
    """The mutant's suites and tests that no source below tests/ has; `known`: suites, and SUITE.TEST."""
    return [test for test in mutant.tests if test not in known]


def known_tests(root):
    """Every suite, and every test as SUITE.TEST, that the sources of the tests define."""
    known = set()
    for source in sorted((root / "tests").rglob("*_test.cpp")):
        for suite, case in TEST.findall(source.read_text()):
            known |= {suite, f"{suite}.{case}"}
    return known


def copy_tree(source, target):
    """Copies the files that git tracks or would add. Only those that differ are written, so that a build of the
    copy is incremental."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=source,
                            check=True, capture_output=True).stdout
    wanted = {name.decode() for name in listed.split(b"\0") if name and (source / name.decode()).is_file()}
    for name in wanted:
        old, new = target / name, source / name
        if not old.is_file() or old.read_bytes() != new.read_bytes():
            old.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(new, old)
            shutil.copymode(new, old)
    for folder, folders, files in os.walk(target):
        if pathlib.Path(folder) == target and "build" in folders:
            folders.remove("build")
        for name in files:
            old = pathlib.Path(folder) / name
            if old.relative_to(target).as_posix() not in wanted:
                old.unlink()


class Build:
    """A build of the copy, and which test executable holds which suite."""

    def __init__(self, tree, folder, jobs):
        self.tree, self.folder, self.jobs = tree, folder, jobs
        options = ["--preset", "debug", "-B", str(folder), "--log-level=WARNING",
                   "-DCMAKE_CXX_FLAGS_DEBUG=-O1"]
        subprocess.run(["cmake", *options], cwd=tree, check=True, stdout=subprocess.DEVNULL)
        self.suites = self._suites()

    def _suites(self):
        """Suite of GoogleTest → ninja targets, from the compile commands and the tests' own text."""
        suites = {}
        for command in json.loads((self.folder / "compile_commands.json").read_text()):
            match = re.search(r"(\S*)CMakeFiles/(\w+_test)\.dir/", command.get("output") or command["command"])
            if not match:
                continue
            for source in self._sources(pathlib.Path(command["file"])):
                for suite, _ in TEST.findall(source.read_text()):
                    suites.setdefault(suite, set()).add(match[1].removeprefix("-o ") + match[2])
        return suites

    @staticmethod
    def _sources(path):
        """The file, or the files that a unity source includes."""
        if "unity_" not in path.name:
            return [path]
        return [pathlib.Path(name) for name in re.findall(r'#include "(.*)"', path.read_text())]

    def targets(self, tests):
        found = set()
        for test in tests:
            suite = test.split(".")[0]
            if suite not in self.suites:
                raise Malformed(f"no suite '{suite}' in tests/ (tests: {' '.join(tests)})")
            found |= self.suites[suite]
        return sorted(found)

    def make(self, targets):
        """Whether it builds, and the compiler's output."""
        done = subprocess.run(["cmake", "--build", str(self.folder), "-j", str(self.jobs), "--target", *targets],
                              capture_output=True, text=True)
        return done.returncode == 0, done.stdout + done.stderr

    def first_failure(self, tests):
        """Runs the tests, each in a process of its own (a SimGrid engine lives once), up to one that fails:
        its name, or None; and how many there are."""
        wanted = []
        for test in tests:
            suite, _, case = test.partition(".")
            for target in sorted(self.suites[suite]):
                names = self._names(target, f"{suite}.{case or '*'}:*/{suite}.{case or '*'}")
                wanted += [(target, name) for name in names]
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            waiting = {pool.submit(self._fails, *test): test for test in dict.fromkeys(wanted)}
            for done in concurrent.futures.as_completed(waiting):
                if done.result():
                    for other in waiting:
                        other.cancel()
                    return waiting[done][1], len(wanted)
        return None, len(wanted)

    def _names(self, target, filter_text):
        listed = subprocess.run([self.folder / target, "--gtest_list_tests", f"--gtest_filter={filter_text}"],
                                check=True, capture_output=True, text=True).stdout
        names, suite = [], ""
        for line in listed.splitlines():
            word = line.split("#")[0]
            if line.startswith(" "):
                names.append(suite + word.strip())
            elif re.fullmatch(r"\S+\.", word.strip()):
                suite = word.strip()
        return names

    def _fails(self, target, name):
        try:
            done = subprocess.run([self.folder / target, f"--gtest_filter={name}"], capture_output=True,
                                  cwd=(self.folder / target).parent, timeout=SECONDS_PER_TEST)
            return done.returncode != 0
        except subprocess.TimeoutExpired:
            return True


def select(mutants, names):
    if not names:
        return mutants
    chosen = []
    for name in names:
        name = name.rstrip("/").removesuffix(".mutant")
        found = [mutant for mutant in mutants if mutant.name == name or mutant.name.startswith(name + "/")]
        if not found:
            rooms = sorted({mutant.name.rsplit("/", 1)[0] for mutant in mutants})
            raise Malformed(f"no mutant and no room '{name}'; rooms: {', '.join(rooms)}")
        chosen += [mutant for mutant in found if mutant not in chosen]
    return chosen


def verdict(build, mutant):
    """(killed, text): whether a test noticed the defect, and which."""
    built, words = build.make(build.targets(mutant.tests))
    if not built:
        if mutant.by_compiler:
            return True, "killed by the compiler"
        raise Malformed(f"{mutant.name}: does not build:\n{words[-3000:]}")
    if mutant.by_compiler:
        return False, "it compiles"
    failed, count = build.first_failure(mutant.tests)
    if count == 0:
        raise Malformed(f"{mutant.name}: no test is called {' '.join(mutant.tests)}")
    return failed is not None, f"killed by {failed}" if failed else f"survives {count} tests"


def run(mutants, folder, jobs):
    tree = folder / "tree"
    copy_tree(ROOT, tree)
    build = Build(tree, tree / "build" / "mutants", jobs)
    targets = sorted({target for mutant in mutants for target in build.targets(mutant.tests)})
    print(f"building {len(targets)} test programs without a defect ...", flush=True)
    built, words = build.make(targets)
    if not built:
        raise Malformed(f"the tree does not build:\n{words[-3000:]}")
    failed, _ = build.first_failure(sorted({test for mutant in mutants for test in mutant.tests}))
    if failed:
        raise Malformed(f"{failed} fails without a defect")
    survivors, unjustified, broken = [], [], []
    for number, mutant in enumerate(mutants, 1):
        began = time.monotonic()
        path = tree / mutant.file
        sound = path.read_text()
        path.write_text(apply(mutant, tree))
        try:
            killed, words = verdict(build, mutant)
        except Malformed as problem:  # the others still tell something
            broken.append(mutant)
            print(problem, flush=True)
            continue
        finally:
            path.write_text(sound)
        if not killed:
            survivors.append(mutant)
            if not mutant.survives:
                unjustified.append(mutant)
        note = f" (justified: {mutant.survives})" if not killed and mutant.survives else ""
        print(f"[{number}/{len(mutants)}] {mutant.name}: {words}{note} [{time.monotonic() - began:.0f} s]",
              flush=True)
    print(f"{len(mutants)} mutants, {len(mutants) - len(survivors) - len(broken)} killed, "
          f"{len(survivors) - len(unjustified)} survive with a justification, {len(unjustified)} without, "
          f"{len(broken)} cannot be tried")
    for mutant in unjustified:
        print(f"survivor: {mutant.name} ({mutant.file}): {mutant.why}")
    for mutant in broken:
        print(f"broken: {mutant.name} ({mutant.file})")
    return 2 if broken else 1 if unjustified else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="rooms or mutants; without any, all")
    parser.add_argument("--check", action="store_true", help="only check that every mutant applies")
    parser.add_argument("--list", action="store_true", help="list the mutants")
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / "build" / "mutants",
                        help="where the copy and its build are (default: build/mutants)")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    try:
        mutants = select([read(path) for path in sorted(HERE.rglob("*.mutant"))], arguments.names)
        stale = []
        known = known_tests(ROOT)
        for mutant in mutants:
            stale += [f"{mutant.name}: stale: no test is called {test}" for test in unknown_tests(mutant, known)]
            try:
                apply(mutant, ROOT)
            except Malformed as problem:
                stale.append(str(problem))
        if stale:
            raise Malformed("\n".join(stale))
        if arguments.list:
            for mutant in mutants:
                print(f"{mutant.name}: {mutant.why}")
            return 0
        if arguments.check:
            print(f"{len(mutants)} mutants apply")
            return 0
        return run(mutants, arguments.folder.resolve(), arguments.jobs)
    except Malformed as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
