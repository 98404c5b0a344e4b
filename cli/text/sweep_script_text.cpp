#include "dimsim/cli/text/sweep_script_text.hpp"

#include "dimsim/cli/text/shell_word.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <string_view>

#include <fmt/format.h>

// The script is an array job in which each task runs one shard, because Slurm can then requeue a preempted
// task alone, and the journal beside its shard file makes the repetition cheap. The script contains a
// finished command rather than logic of its own: users edit it, and it must make sense without dimsim's
// documentation.

namespace dimsim::cli {

namespace {

/// "1-02:03:00": days, hours, minutes and seconds, rounded up, since Slurm kills a job at its limit.
std::string slurm_time(double time_s) {
  constexpr long kMinute = 60;
  constexpr long kHour = 3600;
  constexpr long kDay = 86400;
  const long whole = std::lround(std::ceil(time_s));
  return fmt::format("{}-{:02}:{:02}:{:02}", whole / kDay, whole % kDay / kHour, whole % kHour / kMinute,
                     whole % kMinute);
}

/// Memory in Slurm's mebibytes, rounded up.
long slurm_memory(double bytes) { return std::lround(std::ceil(bytes / (1U << 20U))); }

/// The name with the characters replaced that are not safe in the name of a job and of its logs.
std::string job_name(std::string name) {
  std::replace_if(
      name.begin(), name.end(),
      [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '_' && c != '.';
      },
      '-');
  return name.empty() || name.front() == '-' ? "dimsim" + name : name;
}

std::string directives(const SweepScript& script) {
  const std::string name = job_name(script.name);
  std::string text = fmt::format(
      "#SBATCH --job-name={0}\n#SBATCH --array=1-{1}\n#SBATCH --time={2}\n#SBATCH --mem={3}M\n"
      "#SBATCH --cpus-per-task={4}\n#SBATCH --requeue\n#SBATCH --open-mode=append\n#SBATCH "
      "--output={0}-%A_%a.log\n",
      name, script.shards, slurm_time(script.cluster.time_s), slurm_memory(script.cluster.memory_bytes),
      script.cluster.cpus);
  if (!script.cluster.partition.empty()) {
    text += fmt::format("#SBATCH --partition={}\n", script.cluster.partition);
  }
  if (!script.cluster.account.empty()) {
    text += fmt::format("#SBATCH --account={}\n", script.cluster.account);
  }
  for (const std::string& option : script.cluster.extra) {
    text += fmt::format("#SBATCH {}\n", option);
  }
  return text;
}

/// "dimsim run my.yaml --set a=b", without the options of a shard.
std::string run_of(const SweepScript& script) {
  std::string text = shell_word(script.dimsim) + " run " + shell_word(script.scenario);
  for (const std::string& option : script.options) {
    text += " " + shell_word(option);
  }
  return text;
}

/// The text with every line turned into a comment.
std::string commented(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    result += end == 0 ? "#\n" : "# " + std::string(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

}  // namespace

std::string sweep_script(const SweepScript& script) {
  const std::string shard = script.result + ".shard-";
  const std::string run = run_of(script);
  const std::string parent = std::filesystem::path(script.result).parent_path().string();
  const std::string folder = parent.empty() ? "." : parent;
  const std::string merge = fmt::format("{} merge {}*-of-{} -o {}", shell_word(script.dimsim),
                                        shell_word(shard), script.shards, shell_word(script.result));
  // "afterok" is never satisfied after a failure, even one of a requeued task, so the comment says how to
  // proceed then.
  const std::string comments = fmt::format(
      R"(Submit it, and merge the shards when all are there:

  sbatch job.sh
  {0}

or have Slurm merge them, as a job that waits for the array (it never starts once a task has failed, even one
that was requeued and then completed; merge by hand then):

  job=$(sbatch --parsable job.sh)
  sbatch --dependency=afterok:$job --wrap={1}

A task that is preempted, killed or out of time keeps its finished runs beside its shard file; when it is
requeued or submitted again (sbatch --array=N job.sh) it does the rest.

Without Slurm, on machines joined by ssh that have this dimsim, and the scenario in a folder of the same name
(GNU parallel, and rsync to fetch the shard files back; one shard at a time on all cores of a machine):

  parallel -j 1 --workdir . --sshloginfile machines.txt --return {2}{{}}-of-{3} \
    {4} ::: $(seq {3})
)",
      merge, shell_word(merge), shell_word(shard), script.shards,
      shell_word(fmt::format("mkdir -p {} && {} -q --shard {{}}/{} -o {}{{}}-of-{}", shell_word(folder), run,
                             script.shards, shell_word(shard), script.shards)));
  return fmt::format(
      "#!/bin/bash\n# {0} in {1} shards; written by `dimsim sweep-script`.\n{2}\n"
      "set -euo pipefail\n"
      "mkdir -p {7}\n"
      "# SLURM_ARRAY_TASK_ID is the shard, SLURM_CPUS_PER_TASK how many runs go on at the same time.\n"
      "{3} --shard \"$SLURM_ARRAY_TASK_ID/{1}\" -j \"${{SLURM_CPUS_PER_TASK:-{4}}}\" \\\n"
      "  -o {5}\"$SLURM_ARRAY_TASK_ID\"-of-{1}\n\n{6}",
      job_name(script.name), script.shards, directives(script), run, script.cluster.cpus, shell_word(shard),
      commented(comments), shell_word(folder));
}

}  // namespace dimsim::cli
