#!/usr/bin/python3
"""Checks the Markdown pages: the README is short, lines wrap, links inside the repository resolve."""

import re
import sys
import urllib.parse

from pages import SOURCE, pages, prose

README_LINES = 150
COLUMNS = 120
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(([^()\s]+)\)")


def slug(heading):
    """The anchor that GitHub and MyST give a heading."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    text = text.replace("`", "").replace("*", "").strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def anchors(path):
    found, seen = set(), {}
    for _, line in prose(path.read_text()):
        if heading := re.match(r"#{1,6} (.*)", line):
            name = slug(heading.group(1))
            found.add(f"{name}-{seen[name]}" if name in seen else name)
            seen[name] = seen.get(name, 0) + 1
    return found


def is_breakable(line):
    """Tables cannot be wrapped in Markdown, nor can an image or a line that is one long word, such as an address."""
    return not (line.startswith(("|", "![")) or " " not in line.strip())


def too_long(path, text):
    """Text between `<!-- generated …: begin -->` and `end` is written by the program, paragraph by paragraph."""
    errors, is_generated = [], False
    for number, line in prose(text):
        if mark := re.fullmatch(r"<!-- generated .*: (begin|end) -->", line):
            is_generated = mark.group(1) == "begin"
        elif len(line) > COLUMNS and is_breakable(line) and not is_generated:
            errors.append(f"{path}:{number}: {len(line)} columns; wrap it at {COLUMNS}")
    return errors


def lost_formulas(path, text):
    """Aligned text outside of code: a block that lost its indentation, for example when a tool wrapped the page."""
    return [
        f"{path}:{number}: text in columns that is not indented as code"
        for number, line in prose(text)
        if not line.startswith("|") and re.search(r"\S {3,}\S", line)
    ]


def broken_links(path, text):
    found = []
    whole = "\n".join(line for _, line in prose(text))  # a link's text may go on in the next line
    for target in LINK.findall(whole):
        address = urllib.parse.urlsplit(target)
        if address.scheme:
            continue
        file = (path.parent / urllib.parse.unquote(address.path)).resolve() if address.path else path
        if not file.exists():
            found.append(f"{path}: {target}: there is no such file")
        elif address.fragment and file.suffix == ".md" and address.fragment not in anchors(file):
            found.append(f"{path}: {target}: there is no such heading")
    return found


def main():
    errors = []
    readme = (SOURCE / "README.md").read_text().splitlines()
    if len(readme) > README_LINES:
        errors.append(f"README.md has {len(readme)} lines; at most {README_LINES}, the rest belongs under docs/")
    checked = pages()
    if len(checked) < 10:
        errors.append(f"only {len(checked)} pages were found below {SOURCE}")
    for path in checked:
        text = path.read_text()
        errors += broken_links(path, text) + too_long(path, text) + lost_formulas(path, text)
    print("\n".join(errors) or f"{len(checked)} pages are in order")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
