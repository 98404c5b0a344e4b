#!/bin/bash
# Builds the site in build/docs/html from the Markdown pages and from the comments of the headers. Every warning is an
# error: a link that leads nowhere, a page that no table of contents names, a comment that cannot be read.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$PWD/build/docs
copy=$out/source

python3 tests/docs/rooms_test.py >/dev/null ||
  python3 docs/draw_rooms.py cmake/layers.txt | dot -Tsvg >docs/rooms.svg

# A copy, so that the pages that are made stay out of the repository.
rm -rf "$copy" "$out/xml"
mkdir -p "$copy"
git ls-files -z --cached --others --exclude-standard --deduplicate |
  while IFS= read -r -d '' file; do [ ! -f "$file" ] || printf '%s\0' "$file"; done |  # without deleted files
  xargs -0 cp --parents --preserve=timestamps -t "$copy"
cd "$copy"

doxygen docs/site/Doxyfile
python3 docs/site/api_pages.py ../xml api
sphinx-build -c docs/site -b html -W --keep-going -n -q -j auto -d "$out/doctrees" . "$out/html"
echo "The site is in $out/html/index.html"
