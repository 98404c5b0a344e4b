#pragma once

#include "dimsim/trace/trace.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dimsim::policy {

/// What a policy may know about a tier.
struct Tier {
  std::string name;
  int first_layer = 1;  ///< 1 if it can start from the text
  int last_layer = 1;
  std::vector<int> exits = {};  ///< layers with an exit head, rising
  double layer_lambda = 0;      ///< cost of each layer run here [λ]
  double exit_lambda = 0;       ///< cost of each exit head evaluated here [λ]
  double offload_lambda = 0;    ///< cost of entering from below [λ]
};

/// What a policy may know about the fleet before the run.
struct Fleet {
  std::vector<Tier> tiers;  ///< from the device upwards
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  bool restarts = true;  ///< a request that moves up starts again from the text, if the tier can
};

class Forecast;

/// What a policy is given at the start of a run.
struct Knowledge {
  std::uint32_t devices = 0;
  int classes = 0;  ///< of the task
  const Forecast& forecast;
  const trace::Split* calibration = nullptr;  ///< for policies that need it
  const trace::Split* hindsight = nullptr;    ///< for policies that need it
};

}  // namespace dimsim::policy
