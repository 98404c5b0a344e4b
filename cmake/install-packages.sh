#!/bin/bash
# Installs the Debian packages of packages.txt that are missing:  install-packages.sh SECTION...
set -euo pipefail
list="$(dirname "$0")/../packages.txt"

command -v dpkg-query >/dev/null || {
  echo "This set-up is for Debian 12. Elsewhere, install what packages.txt lists and call cmake --preset." >&2
  exit 1
}

packages() {  # of the sections named
  awk -v sections=" $* " '
    { sub(/#.*/, "") }
    /^\[/ { wanted = index(sections, " " substr($1, 2, length($1) - 2) " "); next }
    wanted && NF { print $1 }' "$list"
}

# Names that an installed package of another name stands for.
provided=$(dpkg-query --show --showformat='${db:Status-Status} ${Provides}\n' |
  awk '/^installed / { gsub(/\([^)]*\)|,/, " "); for (i = 2; i <= NF; ++i) print $i }')

missing=()
for package in $(packages "$@"); do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || grep -qxF "$package" <<<"$provided" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" = 0 ]; then
  as_root=()
elif command -v sudo >/dev/null; then
  as_root=(sudo)
else
  echo "dimsim needs packages that are not installed, and installing them needs root or sudo. As root:" >&2
  echo "    apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi

echo "Installing ${#missing[@]} packages: ${missing[*]}" >&2
"${as_root[@]}" apt-get update -q </dev/null >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -q -y --no-install-recommends "${missing[@]}" </dev/null >&2
