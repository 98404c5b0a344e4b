#!/usr/bin/env python3
"""Tests of layers.py itself: each fault that it looks for, in a tree of a few lines, and the tree without it."""
import unittest

from layers import Layers, faults

LAYERS = """\
base:
language: base
platform: base
text [cli/text]: base
"""


def found(files, layers=LAYERS):
    return list(faults(Layers(layers), files))


class LayersTest(unittest.TestCase):
    def test_accepts_what_is_allowed(self):
        self.assertEqual(found({
            "sim/base/error.hpp": "#include <string>\n",
            "sim/base/error.cpp": '#include "dimsim/base/error.hpp"\n#include <fmt/format.h>\n',
            "sim/language/node.hpp": '#include "dimsim/base/error.hpp"\n',
            "cli/text/grid.cpp": '#include "dimsim/base/error.hpp"\n',
        }), [])

    def test_refuses_a_room_that_is_not_listed(self):
        self.assertEqual(found({"sim/base/error.hpp": "", "sim/language/node.hpp": "",
                                "sim/platform/kernel.cpp": '#include "dimsim/language/node.hpp"\n'}),
                         ["sim/platform/kernel.cpp:1: platform may not use language (cmake/layers.txt)"])

    def test_refuses_an_arrow_upwards_in_the_list(self):
        self.assertEqual(found({}, "base: language\nlanguage:\n"),
                         ["cmake/layers.txt: base uses language, which does not stand before it"])

    def test_refuses_a_header_without_its_room(self):
        self.assertIn("is no header of a room", found({"sim/base/a.hpp": "", "sim/base/a.cpp": '#include "a.hpp"\n'})[0])

    def test_refuses_a_file_outside_of_all_rooms(self):
        self.assertEqual(found({"sim/attic/a.cpp": ""}), ["sim/attic/a.cpp: is in no room of cmake/layers.txt"])

    def test_finds_a_cycle_through_a_source(self):
        self.assertEqual(found({
            "sim/base/a.hpp": "",
            "sim/base/a.cpp": '#include "dimsim/base/b.hpp"\n',
            "sim/base/b.hpp": '#include "dimsim/base/a.hpp"\n',
        }), ["these files include each other: sim/base/a, sim/base/b"])

    def test_keeps_libraries_in_their_rooms(self):
        self.assertEqual(found({"sim/language/a.cpp": "#include <simgrid/s4u.hpp>\n"}),
                         ["sim/language/a.cpp:1: <simgrid/s4u.hpp> belongs to platform, not to language"])
        self.assertEqual(found({"sim/platform/a.cpp": "#include <simgrid/s4u.hpp>\n"}), [])

    def test_keeps_heavy_libraries_out_of_headers_for_other_rooms(self):
        files = {"sim/base/a.hpp": "#include <nlohmann/json.hpp>\n",
                 "sim/base/b.cpp": '#include "dimsim/base/a.hpp"\n'}
        self.assertEqual(found(files), [])
        files["sim/language/c.cpp"] = '#include "dimsim/base/a.hpp"\n'
        self.assertEqual(found(files), ["sim/base/a.hpp:1: <nlohmann/json.hpp> is too heavy for a header that other "
                                        "rooms include, as sim/language/c.cpp does"])
        files["sim/base/a.hpp"] = "#include <nlohmann/json_fwd.hpp>\n"
        self.assertEqual(found(files), [])

    def test_limits_the_length_of_files(self):
        self.assertEqual(found({"sim/base/a.cpp": "\n" * 400}), [])
        self.assertIn("has 401 lines", found({"sim/base/a.cpp": "\n" * 401})[0])


if __name__ == "__main__":
    unittest.main()
