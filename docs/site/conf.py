"""The site that `make docs` builds: the Markdown pages of the repository, and the C++ interfaces from Doxygen."""

import logging
import pathlib
import re

project = "dimsim"
copyright = "the dimsim maintainers, Apache-2.0"
extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = ["**.md", "api/*.rst"]
exclude_patterns = ["**/node_modules"]

# GitHub's anchors, so that links work in the repository and on the site. LaTeX in the text is code, not a formula.
myst_heading_anchors = 4
myst_update_mathjax = False
highlight_language = "text"

if not tags.has("pages"):  # noqa: F821  (`build.sh pages`; Sphinx defines `tags`)
    extensions.append("breathe")
breathe_projects = {"dimsim": str(pathlib.Path(__file__).resolve().parents[3] / "xml")}
breathe_default_project = "dimsim"
breathe_default_members = ("members",)
breathe_show_include = False
# References on our own pages are checked; interfaces also name types of other libraries.
nitpick_ignore_regex = [("cpp:.*", ".*")]

html_theme = "furo"
html_title = "dimsim"
html_static_path = ["static", "/usr/share/javascript/normalize.css/normalize.css"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
html_additional_pages = {"index": "to_start.html"}
templates_path = ["templates"]


# This version of Sphinx cannot parse some correct C++ (joined string literals, lambdas as defaults, designated
# initialisers) and then shows it unchanged.
UNREADABLE_CPP = ("Invalid C++ declaration", "Parsing of expression failed", "Error in postfix expression")


def complete_theme(app, exception):
    """Makes Debian's furo work from a folder, without a bundler and without Debian's web server.

    Its script imports another one, which a page opened from a file may not do; without the script there is no switch
    between light and dark. Its style imports one by an address on a server, and lacks the dark colours for those who
    prefer them by a setting of their browser.
    """
    if exception or app.builder.format != "html":
        return
    static = pathlib.Path(app.outdir) / "_static"
    script = static / "scripts/furo.js"
    own = re.sub(r"(?m)^import Gumshoe .*$", "", script.read_text())
    script.write_text((static / "scripts/gumshoe-patched.js").read_text() + own)
    style = static / "styles/furo.css"
    text = style.read_text().replace("url(/javascript/normalize.css/", "url(../")
    dark = re.search(r'body\[data-theme="dark"\] (\{[^}]*\})', text).group(1)
    text += f'\n@media screen and (prefers-color-scheme: dark) {{ body:not([data-theme="light"]) {dark} }}\n'
    style.write_text(text)


def setup(app):
    def is_readable(record):
        return not str(record.msg).startswith(UNREADABLE_CPP)

    for module in ("domains.cpp", "util.cfamily"):
        logging.getLogger(f"sphinx.sphinx.{module}").addFilter(is_readable)
    app.connect("build-finished", complete_theme)
