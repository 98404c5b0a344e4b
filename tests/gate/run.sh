#!/bin/bash
# Builds the old and the new program and compares them: tests/gate/run.sh BASE [arguments of gate.py]
#   BASE                a commit; its program is kept below build/gate/ and built only once
#   BASE_BINARY=FILE    that program, where it is built already
#   BINARY=FILE         the program of the working tree, where it is built already
set -euo pipefail
cd "$(dirname "$0")/../.."

build() { # in the current folder
  cmake --preset release --log-level=WARNING
  cmake --build --preset release --target dimsim
}

old=${BASE_BINARY:-}
if [ -z "$old" ]; then
  commit=$(git rev-parse --verify --quiet "${1:?usage: tests/gate/run.sh BASE [arguments of gate.py]}^{commit}") ||
    { echo "gate: '$1' is no commit of this repository" >&2; exit 2; }
  tree=build/gate/$commit
  old=$tree/build/release/dimsim
  if [ ! -e "$tree/built" ]; then # an interrupted build goes on
    git worktree prune # of what `make clean` has removed
    [ -e "$tree" ] || git worktree add --quiet --detach "$tree" "$commit"
    (cd "$tree" && build)
    touch "$tree/built"
  fi
fi
new=${BINARY:-}
if [ -z "$new" ]; then
  build
  new=build/release/dimsim
fi

mkdir -p build/gate
exec python3 tests/gate/gate.py "$old" "$new" --moves build/gate/moves.txt "${@:2}"
