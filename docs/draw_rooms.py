#!/usr/bin/python3
"""Draws the rooms and their allowed dependencies: draw_rooms.py LAYERS > rooms.dot

LAYERS (cmake/layers.txt) has a line `room [folder]: rooms that it may use` for each room. The drawing leaves out arrows
that follow from longer paths, so that the layers can be seen.
"""

import sys


def read_layers(text):
    """Room to the set of rooms that it may use."""
    layers = {}
    for line in text.splitlines():
        line = line.split("#")[0].strip()
        if line:
            room, _, uses = line.partition(":")
            layers[room.split("[")[0].strip()] = set(uses.split())
    return layers


def reachable(layers, room, seen=None):
    seen = set() if seen is None else seen
    for used in layers.get(room, ()):
        if used not in seen:
            seen.add(used)
            reachable(layers, used, seen)
    return seen


def arrows(layers):
    """The dependencies that no longer path implies, in order."""
    found = []
    for room, uses in layers.items():
        implied = set().union(*(reachable(layers, used) for used in uses)) if uses else set()
        found += [(room, used) for used in sorted(uses - implied)]
    return sorted(found)


# Colours of the rooms that read results and of the command line; all others belong to the simulator.
COLOURS = {"analysis": "#fdebd0", "figures": "#fdebd0", "cli": "#dff0d8", "text": "#dff0d8"}
SIMULATOR = "#d6e6f4"


def drawing(layers):
    lines = [
        "digraph rooms {",
        '  graph [rankdir=TB, ranksep=0.45, nodesep=0.25, bgcolor="white", fontname="Helvetica"];',
        '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=12, color="#555555", margin="0.12,0.06"];',
        '  edge [color="#777777", arrowsize=0.6];',
    ]
    lines += [f'  "{room}" [fillcolor="{COLOURS.get(room, SIMULATOR)}"];' for room in sorted(layers)]
    lines += [f'  "{room}" -> "{used}";' for room, used in arrows(layers)]
    return "\n".join(lines + ["}"]) + "\n"


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        sys.stdout.write(drawing(read_layers(file.read())))
