#!/usr/bin/python3
"""Follows the instructions of a page of the documentation, in order, in an empty folder: commands_test.py DIMSIM PAGE.

A page is a script for a reader, written in fenced blocks:

  `<!-- file: NAME -->` above a block   the reader saves it as NAME
  ```sh                                 commands that must succeed; after `<!-- fails -->`, that must fail
  `<!-- output -->` above a block       these lines are in what the last commands printed
  `<!-- messages -->` above a block     the same of their messages (stderr)

`make TARGET` sets up the machine: of `make run` only the scenario is run here, other targets are left out, and commands
that need what those make are skipped where that is missing. Exit status: 0 success, 1 the program differs from the page.
"""

import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

from pages import SOURCE, blocks


def commands(text):
    """The commands of a block, one each, with continued lines joined."""
    return [line for line in text.replace("\\\n", " ").splitlines() if line.strip() and not line.startswith("#")]


def missing_for(command):
    """The requirement of a command that this machine lacks, or None."""
    if command.startswith("dimsim report") and not (SOURCE / "report/dist/page.html").exists():
        return "the page of `dimsim report` is not made"
    if command.startswith("dimsim plot") and subprocess.run(["which", "gnuplot"], capture_output=True).returncode:
        return "gnuplot is not installed"
    if command.startswith("python3") and subprocess.run(["/usr/bin/python3", "-c", "import h5py"]).returncode:
        return "python3-h5py is not installed"
    return None


class Reader:
    def __init__(self, program, folder):
        self.folder = folder
        (folder / "bin").mkdir()
        (folder / "bin/dimsim").symlink_to(program)
        self.work = folder / "clone"
        self.work.mkdir()
        for name in ("scenarios", "platforms", "models"):  # the reader stands in a clone
            (self.work / name).symlink_to(SOURCE / name)
        self.environment = dict(os.environ, PATH=f"{folder / 'bin'}:/usr/bin:/bin")
        self.output = self.messages = ""
        self.done = 0
        self.errors = []

    def follow(self, page, block):
        place = f"{page}:{block.line}"
        if (name := block.note("file")) is not None:
            (self.work / name).write_text(block.text)
        elif block.language == "sh":
            self.output = self.messages = ""
            for command in commands(block.text):
                self.run(place, command, expect_failure=block.note("fails") is not None)
        elif block.note("output") == "":
            self.compare(place, block.text, self.output)
        elif block.note("messages") == "":
            self.compare(place, block.text, self.messages)

    def run(self, place, command, expect_failure):
        if command == "make run":
            command = "dimsim run scenarios/quickstart.yaml"
        if shlex.split(command)[0] == "make":
            return
        if reason := missing_for(command):
            print(f"{place}: skipped, {reason}: {command}")
            return
        result = subprocess.run(
            ["/bin/bash", "-c", command], cwd=self.work, env=self.environment, capture_output=True, text=True
        )
        self.done += 1
        self.output += result.stdout
        self.messages += result.stderr
        if (result.returncode != 0) != expect_failure:
            self.errors.append(f"{place}: {command}\n  ended with status {result.returncode}\n{result.stderr}")

    def compare(self, place, shown, printed):
        if shown not in printed:
            self.errors.append(f"{place}: the page shows\n{shown}\nthe program prints\n{printed}")


def main(program, name):
    page = SOURCE / name
    with tempfile.TemporaryDirectory(prefix="dimsim-docs-") as folder:
        reader = Reader(pathlib.Path(program).resolve(), pathlib.Path(folder))
        for block in blocks(page.read_text()):
            reader.follow(name, block)
    if reader.done == 0:
        reader.errors.append(f"{name} has no commands")
    print("\n".join(reader.errors) or f"{name}: {reader.done} commands do what it says")
    return 1 if reader.errors else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
