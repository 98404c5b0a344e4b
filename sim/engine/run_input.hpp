#pragma once

#include "dimsim/policy/policy.hpp"
#include "dimsim/scenario/scenario.hpp"
#include "dimsim/trace/trace.hpp"

#include <atomic>
#include <cstdint>
#include <span>

namespace dimsim::engine {

class Controller;
struct DisciplineEntry;

/// What a run is made from. The references must outlive the run.
struct RunInput {
  const scenario::Scenario& scenario;
  const trace::Split& samples;
  const scenario::PolicyChoice& policy;
  const trace::Split* calibration = nullptr;  ///< for policies that tune themselves
  std::uint32_t replication = 0;
  bool keep_bursts = false;                        ///< RunResult::bursts
  std::atomic<std::uint64_t>* progress = nullptr;  ///< requests finished so far, for progress display
  std::span<Controller* const> controllers = {};   ///< tick in this order at one date; outlive the run
  const DisciplineEntry* discipline = nullptr;     ///< of all stations; nullptr: first in, first out
};

}  // namespace dimsim::engine
