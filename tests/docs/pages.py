"""What the tests of the documentation share: the pages, and the parts of a Markdown file."""

import pathlib
import re

SOURCE = pathlib.Path(__file__).resolve().parents[2]
NOT_OURS = {"build", "node_modules", "results", ".git"}


def pages():
    """All Markdown files of the repository."""
    return sorted(
        path for path in SOURCE.rglob("*.md") if not NOT_OURS.intersection(path.relative_to(SOURCE).parts)
    )


def prose(text):
    """Pairs (line number, line) outside of fenced and indented code. Line numbers count from 1."""
    fence = None
    previous_blank = True
    in_code = False
    for number, line in enumerate(text.splitlines(), 1):
        mark = re.match(r"\s*(`{3,}|~{3,})", line)
        if fence:
            if mark and line.strip() == fence:
                fence = None
            continue
        if mark:
            fence = mark.group(1)
            continue
        # Four spaces begin a code block only after a blank line; elsewhere they continue a list item.
        in_code = line.startswith("    ") and (previous_blank or in_code)
        previous_blank = not line.strip()
        if not in_code:
            yield number, line


class Block:
    """A fenced block: its language, its text, its line, and the comments `<!-- … -->` just above it."""

    def __init__(self, language, text, line, notes):
        self.language, self.text, self.line, self.notes = language, text, line, notes

    def note(self, key):
        """The text after `key:` in a comment above; "" for a bare key, None if there is no such comment."""
        for note in self.notes:
            if note == key or note.startswith(key + ":"):
                return note[len(key) + 1 :].strip()
        return None


def blocks(text):
    """The fenced blocks of a page, in order."""
    found, notes, fence = [], [], None
    for number, line in enumerate(text.splitlines(), 1):
        if fence:
            if line.strip() == fence:
                found.append(Block(language, "".join(body), begin, notes))
                fence, notes = None, []
            else:
                body.append(line + "\n")
        elif mark := re.match(r"(`{3,})(\S*)", line):
            fence, language, body, begin = mark.group(1), mark.group(2), [], number
        elif comment := re.fullmatch(r"<!-- (.*) -->", line):
            notes.append(comment.group(1))
        elif line.strip():
            notes = []
    return found
