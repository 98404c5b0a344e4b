#!/bin/bash
# How fast is a study? 1,000 points × 4 policies × 1,000 requests with -j 1 and -j 2 in turn, and what a run of next to no
# requests costs (fork, engine set-up, keeping the result). Usage: study.sh DIMSIM REPETITIONS
set -euo pipefail
dimsim=$1
repetitions=$2
# In memory where that can be: some file systems (ext4) are slow to make files where thousands were just removed.
folder=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")")
trap 'rm -rf "$folder"' EXIT
study=("$(dirname "$0")/../../scenarios/quickstart.yaml" -q -o "$folder/r.h5"
  --sweep network.access.bandwidth=1Mbps..100Mbps/log/1000 --set 'policies=[all-mobile, all-edge, all-cloud, random]')
TIMEFORMAT='%R %U %S'

# Wall-clock and processor time [s] of a run of the study with more options.
measure() { { time "$dimsim" run "${study[@]}" "$@" >/dev/null; } 2>&1; }

for ((i = 0; i < repetitions; ++i)); do
  for jobs in 1 2; do
    measure -j $jobs --set workload.requests=1000 --set workload.warm_up_requests=100 >>"$folder/j$jobs"
  done
  measure -j 1 --set workload.requests=20 --set workload.warm_up_requests=1 >>"$folder/few"
  { time "$dimsim" check "${study[@]:0:1}" "${study[@]:4}" >/dev/null; } 2>>"$folder/load"
done
median() { sort -n "$1" | awk -v column="$2" '{ v[NR] = $column } END { print v[int((NR + 1) / 2)] }'; }
awk -v j1="$(median "$folder/j1" 1)" -v j2="$(median "$folder/j2" 1)" -v few="$(median "$folder/few" 1)" \
  -v load="$(median "$folder/load" 1)" 'BEGIN {
  print "\nA study of 1,000 points × 4 policies × 1,000 requests, 20 devices (median of runs in turn)\n"
  printf "  %-62s %9.2f\n", "-j 1 [s]", j1
  printf "  %-62s %9.2f\n", "-j 2 [s]", j2
  printf "  %-62s %9.2f  >= 1.8   %s\n", "-j 1 / -j 2", j1 / j2, (j1 / j2 >= 1.8 ? "reached" : "MISSED")
  printf "  %-62s %9.2f\n", "reading and checking the scenario, once [s]", load
  ms = (few - load) / 4000 * 1000
  printf "  %-62s %9.2f  <= 5     %s\n", "overhead of a run, 20 requests included [ms]", ms, (ms <= 5 ? "reached" : "MISSED")
}'
