#pragma once

#include "dimsim/plan/study.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::cli {

/// What a script runs.
struct SweepScript {
  std::string dimsim = "dimsim";     ///< the program, by name or path
  std::string scenario;              ///< file
  std::vector<std::string> options;  ///< "--set", "seed=2", … as they are given to `run`
  std::string result;                ///< file of the merged result
  std::string name;                  ///< of the job
  std::size_t shards = 1;
  plan::Cluster cluster;
};

/// A Slurm array job of one task a shard, with comments that say how to submit and merge it, and the line for
/// machines that are joined by ssh. Contract: the cluster's texts are checked (scenario/cluster.hpp).
[[nodiscard]] std::string sweep_script(const SweepScript& script);

}  // namespace dimsim::cli
