#!/usr/bin/python3
"""Writes a page for each C++ namespace of dimsim: api_pages.py XML FOLDER, from Doxygen's XML.

A page has its classes first, each under a heading of its own, and then functions, constants and aliases. Breathe shows
a namespace in one piece, without headings; so the classes are taken out of the namespaces' XML and named one by one.
"""

import pathlib
import sys
import xml.etree.ElementTree

INTRODUCTION = """C++ interfaces
==============

The interfaces of the rooms by namespace, as the comments of their headers describe them. ``[s]``, ``[J]``, ``[B/s]``
and so on are units; *Contract* says what a caller must ensure and may rely on. The :doc:`architecture
</docs/architecture>` says which rooms there are and how they depend on each other.

.. toctree::
   :maxdepth: 1

"""


def namespaces(index):
    """Name and file of each named namespace, in order."""
    found = {}
    for compound in index.iter("compound"):
        name = compound.findtext("name")
        if compound.get("kind") == "namespace" and name.startswith("dimsim") and "@" not in name:
            found[name] = compound.get("refid")
    return sorted(found.items())


def heading(text, line):
    return [text, line * len(text), ""]


def page(name, classes, has_others):
    """The text of a page. `classes` are pairs of kind ("class", "struct") and full name."""
    lines = heading(name, "=")
    for kind, full_name in classes:
        lines += heading(full_name.removeprefix(name + "::"), "-")
        lines += [f".. doxygen{kind}:: {full_name}", "   :members:", "   :undoc-members:", ""]
    if has_others:
        lines += heading("Functions, constants and aliases", "-") if classes else []
        lines += [f".. doxygennamespace:: {name}", "   :content-only:", ""]
    return "\n".join(lines)


def main(xml_folder, folder):
    folder.mkdir(parents=True, exist_ok=True)
    index = xml.etree.ElementTree.parse(xml_folder / "index.xml")
    kinds = {compound.get("refid"): compound.get("kind") for compound in index.iter("compound")}
    files = []
    for name, refid in namespaces(index):
        path = xml_folder / f"{refid}.xml"
        content = xml.etree.ElementTree.parse(path)
        definition = content.getroot().find("compounddef")
        inner = definition.findall("innerclass")
        classes = sorted((each.text, kinds[each.get("refid")]) for each in inner if "::" in each.text)
        # A class within a class is shown with that one.
        names = {full_name for full_name, _ in classes}
        classes = [(kind, each) for each, kind in classes if each.rpartition("::")[0] not in names]
        has_others = definition.find(".//memberdef") is not None
        if not classes and not has_others:
            continue
        for each in inner:
            definition.remove(each)
        content.write(path, encoding="utf-8", xml_declaration=True)
        files.append(name.replace("::", "-"))
        (folder / f"{files[-1]}.rst").write_text(page(name, classes, has_others))
    (folder / "index.rst").write_text(INTRODUCTION + "".join(f"   {file}\n" for file in files))


if __name__ == "__main__":
    main(*(pathlib.Path(argument) for argument in sys.argv[1:]))
