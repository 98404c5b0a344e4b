#!/bin/bash
# Builds the site. Every warning is an error: a link that leads nowhere, a page that no table of contents names, a
# comment that cannot be read.
#
#   build.sh         the Markdown pages and the C++ interfaces from the comments of the headers: build/docs/html
#   build.sh pages   the Markdown pages alone, without Doxygen, in a fraction of the time: build/docs/pages
set -euo pipefail
cd "$(dirname "$0")/../.."
what=${1:-all}
out=$PWD/build/docs
copy=$out/source-$what

# The picture is a file of the repository, drawn again only when the rooms have changed.
if [ "$what" = all ] && ! python3 tests/docs/rooms_test.py >/dev/null; then
  python3 docs/draw_rooms.py cmake/layers.txt | dot -Tsvg >docs/rooms.svg
fi

# A copy, so that the pages that are made stay out of the repository.
rm -rf "$copy"
mkdir -p "$copy"
git ls-files -z --cached --others --exclude-standard --deduplicate |
  while IFS= read -r -d '' file; do [ ! -f "$file" ] || printf '%s\0' "$file"; done |  # without deleted files
  xargs -0 cp --parents --preserve=timestamps -t "$copy"
cd "$copy"

sphinx() {  # OUTPUT, options
  sphinx-build -c docs/site -b html -W --keep-going -n -q -j auto -d "$out/doctrees-$what" "${@:2}" . "$out/$1"
  echo "The site is in $out/$1/index.html"
}

case $what in
  all)
    rm -rf "$out/xml"
    doxygen docs/site/Doxyfile
    python3 docs/site/api_pages.py ../xml api
    sphinx html
    ;;
  pages)
    mkdir api
    printf '%s\n' 'C++ interfaces' '==============' '' 'Only "make docs" builds them.' >api/index.rst
    sphinx pages -t pages
    ;;
  *)
    echo "build.sh: unknown part '$what'; expected nothing or 'pages'" >&2
    exit 2
    ;;
esac
