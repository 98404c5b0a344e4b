#!/usr/bin/python3
"""Writes a page for each C++ namespace of dimsim: api_pages.py XML FOLDER, from Doxygen's XML."""

import pathlib
import sys
import xml.etree.ElementTree

INTRODUCTION = """C++ interfaces
==============

The interfaces of the rooms by namespace, as the comments of their headers describe them. `[s]`, `[J]`, `[B/s]` and so
on are units; *Contract* says what a caller must keep and may rely on. The :doc:`architecture </docs/architecture>` says
which rooms there are and how they depend on each other.

.. toctree::
   :maxdepth: 1

"""


def namespaces(xml_folder):
    """The named namespaces that hold anything, in order."""
    index = xml.etree.ElementTree.parse(xml_folder / "index.xml")
    found = []
    for compound in index.iter("compound"):
        name = compound.findtext("name")
        if compound.get("kind") != "namespace" or not name.startswith("dimsim") or "@" in name:
            continue
        content = xml.etree.ElementTree.parse(xml_folder / f"{compound.get('refid')}.xml").getroot()
        if content.find(".//memberdef") is not None or content.find(".//innerclass") is not None:
            found.append(name)
    return sorted(found)


def page(name):
    return "\n".join([name, "=" * len(name), "", f".. doxygennamespace:: {name}", "   :content-only:", "   :members:", ""])


def main(xml_folder, folder):
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name in namespaces(xml_folder):
        files.append(name.replace("::", "-"))
        (folder / f"{files[-1]}.rst").write_text(page(name))
    (folder / "index.rst").write_text(INTRODUCTION + "".join(f"   {file}\n" for file in files))


if __name__ == "__main__":
    main(*(pathlib.Path(argument) for argument in sys.argv[1:]))
