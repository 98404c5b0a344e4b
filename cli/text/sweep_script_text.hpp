#pragma once

#include "dimsim/plan/study.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::cli {

/// The content of a script.
struct SweepScript {
  std::string dimsim = "dimsim";     ///< the program, by name or path
  std::string scenario;              ///< file
  std::vector<std::string> options;  ///< "--set", "seed=2", … as given to `run`
  std::string result;                ///< file of the merged result
  std::string name;                  ///< of the job
  std::size_t shards = 1;
  plan::Cluster cluster;
};

/// A Slurm array job with one task per shard. Its comments say how to submit it and merge the shards, and
/// give the command for machines connected by ssh. Contract: the texts of the cluster are checked
/// (plan/cluster.hpp).
[[nodiscard]] std::string sweep_script(const SweepScript& script);

}  // namespace dimsim::cli
