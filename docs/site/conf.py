"""The site that `make docs` builds: the Markdown pages of the repository, and the C++ interfaces from Doxygen."""

import logging
import pathlib

project = "dimsim"
copyright = "the dimsim maintainers, Apache-2.0"
extensions = ["myst_parser", "breathe"]
root_doc = "docs/index"
include_patterns = ["**.md", "api/*.rst"]
exclude_patterns = ["**/node_modules"]

# GitHub's anchors, so that links work in the repository and on the site. LaTeX code in the text is not meant as mathematics.
myst_heading_anchors = 4
myst_update_mathjax = False
highlight_language = "text"

breathe_projects = {"dimsim": str(pathlib.Path(__file__).resolve().parents[3] / "xml")}
breathe_default_project = "dimsim"
breathe_default_members = ("members",)
breathe_show_include = False
# References are held on our pages; in interfaces many types are those of the standard library and of others.
nitpick_ignore_regex = [("cpp:.*", ".*")]

html_theme = "furo"
html_title = "dimsim"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
html_additional_pages = {"index": "to_start.html"}
templates_path = ["templates"]


def setup(_app):
    """Sphinx 5 cannot parse some correct C++ (joined string literals, lambdas as defaults); it then shows it unchanged."""
    def is_readable(record):
        return not str(record.msg).startswith(("Invalid C++ declaration", "Parsing of expression failed"))

    for module in ("domains.cpp", "util.cfamily"):
        logging.getLogger(f"sphinx.sphinx.{module}").addFilter(is_readable)
