#!/bin/bash
# Draws the figures that docs/figures.md and docs/does-routing-pay.md show, from shipped scenarios: draw.sh DIMSIM SCENARIOS FOLDER
# Leaves NAME.png, NAME.dat and NAME.gp of each in FOLDER. The data are the same on every machine; pictures hang on its fonts.
set -euo pipefail
dimsim=$(realpath "$1")
scenarios=$(realpath "$2")
mkdir -p "$3"
cd "$3"
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

run() {  # NAME SCENARIO [OPTION…]
  "$dimsim" run "$scenarios/$2.yaml" -q -o "$results/$1.h5" "${@:3}" >/dev/null
}
plot() {  # FIGURE NAME… -- [OPTION…]
  local files=()
  local figure=$1
  shift
  while [ "$1" != -- ]; do files+=("$results/$1.h5"); shift; done
  "$dimsim" plot "${files[@]}" -f "$figure" --width ieee -o "$figure.png" "${@:2}"
}

run bandwidth bandwidth-sweep
plot metric bandwidth -- --metric latency.mean
run load bandwidth-sweep --sweep 'workload.rate=1/s..8/s/log/4'
plot best-policy load -- --metric latency.mean
run overload overload
plot queue overload --
run learning online-learning
plot regret learning --
run glue glue-study --set 'sweep.escalation=~'
run real real-study --set 'sweep.escalation=~'
plot cartography-gain glue real --
