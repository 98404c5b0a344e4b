#!/usr/bin/env python3
"""Runs clang-tidy over many source files in few processes:  cmake/tidy.py BUILD_FOLDER FILE...

Most of clang-tidy's time goes into headers, which it parses and checks anew for each source file. So files are included
into batches that are checked as one. Names of anonymous namespaces may clash within a batch: files whose own names look
alike are put into different batches, and a batch that does not compile is divided until it does. Files that are
compiled with definitions of their own are checked alone.

Exit status: 0 clean, 1 something was found.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

LARGEST_BATCH = 16  # more would save little and leave processors idle at the end

# A definition at the beginning of a line, as clang-format writes it: a type, or a function, or a constant.
DEFINITION = re.compile(
    r"^(?:(?:class|struct|enum(?: class)?|using) (?P<type>\w+)"
    r"|(?:\w[\w:<>,&*\[\] ]*[ &*])(?P<name>\w+)(?:\(|\{| =|\[|;))",
    re.MULTILINE,
)
NAMESPACE = re.compile(r"^namespace ([\w:]+) \{", re.MULTILINE)
ERROR = "[clang-diagnostic-error]"
NOISE = re.compile(r"^\d+ warnings?( and \d+ errors?)? generated|^Error while processing")


def flags_of(entry):
    """What matters of a compiler call: include paths, definitions, instruction sets, the language."""
    words = shlex.split(entry["command"])
    flags = []
    for index, word in enumerate(words):
        if word == "-fopenmp":
            continue  # clang may have no headers of OpenMP
        if word.startswith(("-I", "-D", "-std=", "-m", "-f")):
            flags.append(word)
        elif word == "-isystem":
            flags += [word, words[index + 1]]
    return flags


def own_names(text):
    """Names that the file may define at namespace scope, with the namespace, since those of two rooms do not clash."""
    namespaces = NAMESPACE.findall(text)
    scope = namespaces[0] if namespaces else ""
    return {(scope, match["type"] or match["name"]) for match in DEFINITION.finditer(text)}


class Batch:
    def __init__(self, config):
        self.config = config  # the .clang-tidy that holds for its files
        self.files = []
        self.names = set()
        self.flags = []

    def add(self, file, names, flags):
        self.files.append(file)
        self.names |= names
        pairs = iter(range(len(flags)))
        for index in pairs:
            flag = flags[index : index + 2] if flags[index] == "-isystem" else flags[index : index + 1]
            if len(flag) == 2:
                next(pairs)
            if not any(self.flags[i : i + len(flag)] == flag for i in range(len(self.flags))):
                self.flags += flag


def is_special(flags):
    """Compiled for an instruction set, or more than once: a batch would have contradicting definitions."""
    return any(flag.startswith("-m") or flag.startswith("-DDIMSIM_KERNELS") for flag in flags)


def make_batches(entries, files):
    """Few batches without clashes, each file in the first one that has room; files nobody compiles are left out."""
    batches, alone = [], []
    wanted = {os.path.realpath(file) for file in files}
    seen = set()
    for entry in entries:
        file = os.path.realpath(os.path.join(entry["directory"], entry["file"]))
        if file not in wanted or file in seen:
            continue
        seen.add(file)
        flags = flags_of(entry)
        names = own_names(pathlib.Path(file).read_text())
        config = next(p / ".clang-tidy" for p in pathlib.Path(file).parents if (p / ".clang-tidy").exists())
        home = None
        if not is_special(flags):
            home = next(
                (
                    b
                    for b in batches
                    if b.config == config and len(b.files) < LARGEST_BATCH and not names & b.names
                ),
                None,
            )
        if home is None:
            home = Batch(config)
            (alone if is_special(flags) else batches).append(home)
        home.add(file, names, flags)
    return batches + alone


def check(source, flags):
    command = ["clang-tidy", "--quiet", source, "--", *flags, "-w"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if not NOISE.match(line)]
    return done.returncode, done.stdout, "\n".join(said)


def check_files(folder, name, files, flags):
    """Yields what clang-tidy says of the files, as one batch if that compiles."""
    source = folder / f"{name}.cpp"
    source.write_text("".join(f'#include "{file}"\n' for file in files))
    status, found, said = check(source if len(files) > 1 else files[0], flags)
    if status != 0 and len(files) > 1 and (ERROR in found or not found):
        middle = len(files) // 2
        for index, part in enumerate((files[:middle], files[middle:])):
            yield from check_files(folder, f"{name}-{index}", part, flags)
    elif status != 0:
        yield found + said


def main(build, files):
    folder = pathlib.Path(build).resolve() / "batches"
    entries = json.loads((pathlib.Path(build) / "compile_commands.json").read_text())
    batches = make_batches(entries, files)
    configs = sorted({b.config for b in batches})
    folders = {config: folder / str(number) for number, config in enumerate(configs)}
    for config, own in folders.items():  # clang-tidy takes the nearest one above a file
        own.mkdir(parents=True, exist_ok=True)
        (own / ".clang-tidy").write_text(config.read_text())
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        work = [
            pool.submit(lambda b, i: list(check_files(folders[b.config], f"batch-{i}", b.files, b.flags)), batch, index)
            for index, batch in enumerate(batches)
        ]
        findings = [finding for each in work for finding in each.result()]
    shown = set()
    for finding in findings:  # what is in a header is found in several batches
        for part in re.split(r"(?m)^(?=/\S+:\d+:\d+: )", finding):
            if part.strip() and part not in shown:
                shown.add(part)
                print(part, end="" if part.endswith("\n") else "\n")
    print(f"clang-tidy: {sum(len(b.files) for b in batches)} files in {len(batches)} batches, {len(shown)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
