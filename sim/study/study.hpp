#pragma once

#include "results/run_result.hpp"
#include "study/inputs.hpp"
#include "study/signal_watch.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>

namespace dimsim::study {

/// How far a study is.
struct Progress {
  std::uint64_t done = 0;      ///< requests finished, over all policies
  std::uint64_t expected = 0;  ///< of the whole study; estimated when the workload is given by a duration
};

struct Options {
  std::size_t workers = 1;  ///< processes at once
  std::function<void(const Progress&)> on_progress = [](const Progress&) {};
};

/// Requests that one run of a scenario makes; the expected number when the workload is given by a duration.
[[nodiscard]] std::uint64_t expected_requests(const scenario::Scenario& scenario);

/// Runs every policy of the scenario and delivers the results in the scenario's order. They depend on the
/// inputs alone, not on the number of workers. Throws what a run throws, and Interrupted.
void run(const Inputs& inputs, const Options& options, const SignalWatch& signals,
         const std::function<void(results::RunResult)>& deliver);

}  // namespace dimsim::study
