#!/usr/bin/python3
"""Checks the how-tos: the files that they name exist, and the C++ files that they show compile.

howto_test.py COMPILER INCLUDE, where INCLUDE is the build's include root. A block is a file that the reader writes if
the sentence before it ends with a path of C++ (`sim/policy/by_length.hpp`), which does not exist yet. Headers are put
into an include root of their own; sources are compiled without making objects of them.
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from pages import SOURCE, blocks

PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:cpp|hpp|txt|yaml|md))`")


def new_files(text):
    """Pairs (path, content) of the files that a page has the reader write, in order."""
    lines = text.splitlines()
    found = []
    for block in blocks(text):
        before = " ".join(line for line in lines[max(0, block.line - 5) : block.line - 1] if line.strip())
        paths = PATH.findall(before.rpartition("```")[2])
        if paths and not (SOURCE / paths[-1]).exists():
            found.append((paths[-1], block.text))
    return found


def room_path(path):
    """How a header of the repository is included: analysis/figures/x.hpp is dimsim/analysis/figures/x.hpp."""
    return "dimsim/" + path.removeprefix("sim/")


def compile_error(compiler, include, folder, path):
    command = [compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", f"-I{folder}", f"-I{include}"]
    command += [f"-I{SOURCE / 'tests'}", "-isystem", "/usr/include/eigen3"]
    command += ['-DDIMSIM_BINARY_DIR=""', '-DDIMSIM_SOURCE_DIR=""', str(folder / path)]
    result = subprocess.run(command, capture_output=True, text=True)
    return result.stderr if result.returncode else ""


def main(compiler, include):
    errors, sources = [], []
    with tempfile.TemporaryDirectory(prefix="dimsim-howto-") as name:
        folder = pathlib.Path(name)
        for page in sorted((SOURCE / "docs/howto").glob("*.md")):
            text = page.read_text()
            written = dict(new_files(text))
            for path in PATH.findall(text):
                if path not in written and not (SOURCE / path).exists() and not (page.parent / path).exists():
                    errors.append(f"{page}: there is no file {path}")
            for path, content in written.items():
                target = folder / (room_path(path) if path.endswith(".hpp") else path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(content)
                sources += [path] if path.endswith(".cpp") else []
        if len(sources) < 4:
            errors.append(f"only these sources were found in the how-tos: {', '.join(sources)}")
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            outcomes = pool.map(lambda path: compile_error(compiler, include, folder, path), sources)
            errors += [f"{path} does not compile:\n{outcome}" for path, outcome in zip(sources, outcomes) if outcome]
    print("\n".join(errors) or f"{len(sources)} sources of the how-tos compile: {', '.join(sources)}")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
