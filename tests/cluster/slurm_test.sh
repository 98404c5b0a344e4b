#!/bin/bash
# A study on a real Slurm: submits the array that `dimsim sweep-script` writes, kills a task while it runs, makes
# Slurm requeue it, merges the shards, and compares with the study in one piece. Starts its own munged, slurmctld and
# slurmd, with their own ports and folder, and ends them. Usage: slurm_test.sh DIMSIM SCENARIO
# Exit status: 0 passed, 1 failed, 77 skipped with a reason; with DIMSIM_SLURM=required it fails instead of skipping.
set -euo pipefail
export PATH=$PATH:/usr/sbin:/sbin
dimsim=$1
scenario=$2

skip() {
  echo "SKIPPED: $1"
  [ "${DIMSIM_SLURM:-}" = required ] && exit 1
  exit 77
}
for program in munged slurmctld slurmd sbatch scontrol; do
  command -v $program >/dev/null || skip "$program is not installed (Debian: slurmctld slurmd slurm-client munge)"
done
[ "$(id -u)" = 0 ] || skip "slurmd must run as root"
id munge >/dev/null 2>&1 || skip "there is no user munge"

folder=$(mktemp -d /tmp/dimsim-slurm-XXXXXX)
daemons=()
finish() {
  local status=$?
  scancel --full --user=root 2>/dev/null || true
  for daemon in "${daemons[@]}"; do
    kill "$daemon" 2>/dev/null || true
  done
  wait 2>/dev/null || true
  [ $status = 0 ] || [ $status = 77 ] || tail -n 30 "$folder"/log/* "$folder"/work/*.log 2>/dev/null || true
  rm -rf "$folder"
  exit $status
}
trap finish EXIT

chmod 755 "$folder"
mkdir -p "$folder"/{munge,state,spool,log,work}
dd if=/dev/urandom of="$folder/munge/key" bs=128 count=1 status=none
chmod 700 "$folder/munge"
chmod 400 "$folder/munge/key"
chown -R munge "$folder/munge"
setpriv --reuid munge --clear-groups --regid "$(id -g munge)" munged --foreground --force \
  --socket="$folder/munge/socket" --key-file="$folder/munge/key" --pid-file="$folder/munge/pid" \
  --log-file="$folder/munge/log" --seed-file="$folder/munge/seed" >"$folder/log/munged" 2>&1 &
daemons+=($!)
# Slurm's daemons and clients must be able to enter the folder of the socket.
for _ in $(seq 3000); do
  [ -S "$folder/munge/socket" ] && break
  sleep 0.1
done
chmod 711 "$folder/munge"

host=$(hostname -s)
port=$((20000 + RANDOM % 20000))
cpus=2
cat >"$folder/slurm.conf" <<EOF
ClusterName=dimsim
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CryptoType=crypto/munge
AuthInfo=socket=$folder/munge/socket
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/ctld.pid
SlurmdPidFile=$folder/d.pid
SlurmctldLogFile=$folder/log/ctld
SlurmdLogFile=$folder/log/d
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
KillWait=1
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cpus RealMemory=2000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
EOF
export SLURM_CONF=$folder/slurm.conf
slurmctld -D >"$folder/log/ctld.out" 2>&1 &
daemons+=($!)
slurmd -D >"$folder/log/d.out" 2>&1 &
daemons+=($!)
for _ in $(seq 1500); do
  [ "$(timeout 60 sinfo -h -o %T 2>/dev/null)" = idle ] && break
  sleep 0.2
done
[ "$(timeout 60 sinfo -h -o %T)" = idle ] || { echo "the node did not become idle"; exit 1; }

cd "$folder/work"
shards=3
study=("$scenario" --set 'cluster={cpus: 1, memory: 500 MB, time: 10 min}' --set replications=60 --set workload.requests=4000)
"$dimsim" run "${study[@]}" -q -o whole.h5 >whole.txt
"$dimsim" sweep-script "${study[@]}" --shards $shards --dimsim "$dimsim" -o results/study.h5 >job.sh
bash -n job.sh
job=$(timeout 300 sbatch --parsable job.sh)

kept() { find results -name '*.run*' -path '*shard-1-of*' 2>/dev/null | wc -l; }
for _ in $(seq 30000); do
  [ "$(kept)" -ge 3 ] && break
  sleep 0.01
done
[ "$(kept)" -ge 3 ] || { echo "task 1 has not stored 3 runs"; exit 1; }
pkill -9 -f -- "--shard 1/$shards" || { echo "task 1 ended before it could be killed"; exit 1; }
found=$(kept)
echo "killed task 1 with $found runs kept"
sleep 1
timeout 300 scontrol requeue "${job}_1"
# Slurm delays the start of a requeued task; the test removes the delay.
for _ in $(seq 6000); do
  states=$(timeout 60 squeue -h -j "$job" -o %T 2>/dev/null | sort -u | tr '\n' ' ')
  [ -z "$states" ] && break
  if [ "$states" = "PENDING " ]; then
    timeout 60 scontrol update "JobId=${job}_1" StartTime=now 2>/dev/null || true
  fi
  sleep 0.2
done
ls results
grep -h "Resuming" ./*.log || { echo "no task resumed its shard"; exit 1; }
"$dimsim" merge results/study.h5.shard-*-of-$shards -o results/study.h5 >merged.txt
cmp whole.h5 results/study.h5
cmp whole.txt merged.txt
echo "the merged result equals the whole one"
