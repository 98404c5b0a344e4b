#pragma once

#include "dimsim/trace/trace.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dimsim::policy {

/// A tier as a policy knows it.
struct Tier {
  std::string name;
  int first_layer = 1;  ///< 1: it can start from the text
  int last_layer = 1;
  std::vector<int> exits = {};  ///< layers with an exit head, rising
  double layer_lambda = 0;      ///< for each layer run here [λ]
  double exit_lambda = 0;       ///< for each exit head evaluated here [λ]
  double offload_lambda = 0;    ///< for entering from below [λ]
};

/// What a policy may know of the fleet before the run.
struct Fleet {
  std::vector<Tier> tiers;  ///< from the device upwards
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  bool restarts = true;  ///< a request that moves up begins again from the text, where the tier can
};

class Forecast;

/// What a policy is given when the run begins.
struct Knowledge {
  std::uint32_t devices = 0;
  int classes = 0;  ///< of the task
  const Forecast& forecast;
  const trace::Split* calibration = nullptr;  ///< for policies that need it
  const trace::Split* hindsight = nullptr;    ///< for policies that need it
};

}  // namespace dimsim::policy
