#!/usr/bin/env python3
"""Checks every #include of the project against cmake/layers.txt.

    layers.py [ROOT]            checks a source tree; exit status 1 with a line for each fault
    layers.py ROOT --sizes      also prints the sizes of files and functions

What is checked:
- a room uses only the rooms that layers.txt allows, and these stand before it;
- no files include each other in a cycle, where a header and its source count as one file;
- each external library is included only by the rooms that own it, and the heavy ones by no header
  that other rooms include;
- a file has at most 400 lines.
"""
import collections
import os
import re
import sys

MOST_LINES = 400

# Who may include an external library, by the beginning of the header's name. Others may use what these rooms offer.
OWNERS = {
    "simgrid/": {"platform"},
    "xbt/": {"platform"},
    "yaml-cpp/": {"language"},
    "hdf5": {"hdf5"},
    "H5": {"hdf5"},
    "zlib.h": {"trace_import", "study"},
    "nlopt": {"study"},
    "boost/program_options": {"cli"},
    "Random123/": {"base"},
}
# Headers that cost every includer more than they are worth: use json_fwd.hpp, and keep Eigen in sources.
HEAVY = ("nlohmann/json.hpp", "Eigen/")
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.M)


class Layers:
    """The rooms: their folders and what each may use, in the order of the file."""

    def __init__(self, text):
        self.allowed, self.folder = {}, {}
        for line in text.splitlines():
            match = re.match(r"^([a-z_0-9]+)(?: \[([^\]]+)\])?:(.*)$", line)
            if match:
                name = match[1]
                self.folder[name] = match[2] or "sim/" + name
                self.allowed[name] = match[3].split()

    def room_of(self, path):
        """The room of a file: that of the nearest folder above it."""
        folder = os.path.dirname(path)
        while folder:
            for name, where in self.folder.items():
                if where == folder:
                    return name
            folder = os.path.dirname(folder)
        return None


def path_of_include(name):
    """Where "dimsim/ROOM/x.hpp" stands in the source tree."""
    rest = name.removeprefix("dimsim/")
    return rest if rest.startswith(("analysis/", "cli/")) else "sim/" + rest


def check_layers(layers):
    """The list itself: every room uses rooms that stand before it."""
    before = set()
    for room, uses in layers.allowed.items():
        for used in uses:
            if used not in before:
                yield f"cmake/layers.txt: {room} uses {used}, which does not stand before it"
        before.add(room)


def check_includes(layers, files):
    """`files`: path -> text. Dependencies between rooms, and owners of external libraries."""
    for path, text in sorted(files.items()):
        room = layers.room_of(path)
        if room is None:
            yield f"{path}: is in no room of cmake/layers.txt"
            continue
        for match in INCLUDE.finditer(text):
            line = text.count("\n", 0, match.start(0)) + 1
            name = match[1] or match[2]
            if match[1]:
                target = path_of_include(name)
                other = layers.room_of(target) if name.startswith("dimsim/") else None
                if target not in files or other is None:
                    yield f'{path}:{line}: "{name}" is no header of a room; write "dimsim/ROOM/header.hpp"'
                elif other != room and other not in layers.allowed[room]:
                    yield f"{path}:{line}: {room} may not use {other} (cmake/layers.txt)"
                continue
            for beginning, owners in OWNERS.items():
                if name.startswith(beginning) and room not in owners:
                    yield f"{path}:{line}: <{name}> belongs to {', '.join(sorted(owners))}, not to {room}"
            if path.endswith(".hpp") and name.startswith(HEAVY):
                for user in sorted(users_outside(layers, files, path)):
                    yield f"{path}:{line}: <{name}> is too heavy for a header that other rooms include, as {user} does"


def users_outside(layers, files, header):
    """Files of other rooms that include a header."""
    for path, text in files.items():
        if layers.room_of(path) != layers.room_of(header):
            if any(match[1] and path_of_include(match[1]) == header for match in INCLUDE.finditer(text)):
                yield path


def cycles(edges):
    """The strongly connected components of more than one node (Tarjan's algorithm, without recursion)."""
    index, low, on_stack, stack, found = {}, {}, set(), [], []
    for root in edges:
        if root in index:
            continue
        work = [(root, iter(edges[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            for target in rest:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(edges[target])))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        component.append(member)
                        if member == node:
                            break
                    if len(component) > 1:
                        found.append(sorted(component))
    return found


def check_cycles(files):
    edges = collections.defaultdict(set)
    for path, text in sorted(files.items()):
        stem = path.rsplit(".", 1)[0]
        edges[stem]  # a node even without includes
        for match in INCLUDE.finditer(text):
            if match[1] and path_of_include(match[1]) in files:
                target = path_of_include(match[1]).rsplit(".", 1)[0]
                if target != stem:
                    edges[stem].add(target)
    for cycle in cycles({node: sorted(targets) for node, targets in edges.items()}):
        yield "these files include each other: " + ", ".join(cycle)


def check_sizes(files):
    for path, text in sorted(files.items()):
        lines = text.count("\n")
        if lines > MOST_LINES:
            yield f"{path}: has {lines} lines; split it (at most {MOST_LINES})"


def read_tree(root):
    files = {}
    for top in ("sim", "analysis", "cli"):
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in names:
                if name.endswith((".cpp", ".hpp")):
                    path = os.path.join(folder, name)
                    with open(path, encoding="utf-8") as file:
                        files[os.path.relpath(path, root)] = file.read()
    return files


def faults(layers, files):
    yield from check_layers(layers)
    yield from check_includes(layers, files)
    yield from check_cycles(files)
    yield from check_sizes(files)


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))]


def function_lengths(text):
    """Lines of the functions of a formatted source: a body ends with the brace in the column of its first line."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        opening = re.match(r"^( *)\S.*\)( const)?( override)?( noexcept)?( \{| :.*\{)$", line)
        if not opening or re.match(r" *(if|for|while|switch|else|\}|catch|do|return|const auto)\b", line):
            continue
        closing = opening[1] + "}"
        for end in range(number + 1, len(lines)):
            if lines[end] == closing:
                yield end - number + 1
                break


def print_sizes(files):
    sizes = [text.count("\n") for text in files.values()]
    lengths = [length for path, text in files.items() if path.endswith(".cpp") for length in function_lengths(text)]
    print(f"{len(sizes)} files, {sum(sizes)} lines; lines of a file: median {quantile(sizes, 0.5)}, "
          f"90th percentile {quantile(sizes, 0.9)}, most {max(sizes)}; above {MOST_LINES}: "
          f"{sum(size > MOST_LINES for size in sizes)}")
    print(f"{len(lengths)} functions; lines of a function: median {quantile(lengths, 0.5)}, "
          f"90th percentile {quantile(lengths, 0.9)}, most {max(lengths)}")


def main(arguments):
    root = next((a for a in arguments if not a.startswith("-")), ".")
    with open(os.path.join(root, "cmake/layers.txt"), encoding="utf-8") as file:
        layers = Layers(file.read())
    files = read_tree(root)
    found = list(faults(layers, files))
    print("\n".join(found) if found else f"{len(files)} files in {len(layers.allowed)} rooms: no fault")
    if "--sizes" in arguments:
        print_sizes(files)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
