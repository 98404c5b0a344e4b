#!/usr/bin/python3
"""Checks that docs/rooms.svg shows the rooms and arrows of cmake/layers.txt."""

import re
import sys
import xml.etree.ElementTree

from pages import SOURCE

sys.path.insert(0, str(SOURCE / "docs"))
import draw_rooms  # noqa: E402  the program that draws it


def shown():
    """Rooms and arrows of the picture, by the titles that graphviz gives them."""
    found = {"node": set(), "edge": set()}
    for group in xml.etree.ElementTree.parse(SOURCE / "docs/rooms.svg").iter("{http://www.w3.org/2000/svg}g"):
        title = group.findtext("{http://www.w3.org/2000/svg}title")
        if group.get("class") == "node":
            found["node"].add(title)
        elif group.get("class") == "edge":
            found["edge"].add(tuple(title.split("->")))
    return found


def main():
    layers = draw_rooms.read_layers((SOURCE / "cmake/layers.txt").read_text())
    drawn = {"node": set(layers), "edge": set(draw_rooms.arrows(layers))}
    picture = shown()
    errors = []
    for kind in ("node", "edge"):
        errors += [f"docs/rooms.svg lacks {item}" for item in sorted(drawn[kind] - picture[kind], key=str)]
        errors += [f"docs/rooms.svg shows {item}, which is not in the list" for item in sorted(picture[kind] - drawn[kind], key=str)]
    unknown = set().union(*layers.values()) - set(layers)
    errors += [f"cmake/layers.txt uses {room}, which has no line" for room in sorted(unknown)]
    print("\n".join(errors + ["`make docs` draws it again"]) if errors else f"{len(layers)} rooms are drawn")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
