#pragma once

#include "results/run_result.hpp"
#include "study/inputs.hpp"
#include "study/signal_watch.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

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

/// Runs every policy of every point and delivers the results in the order of points, then of the scenario's
/// policies, with the number of the point. They depend on the inputs alone, not on the number of workers.
/// Throws what a run throws, and Interrupted.
void run(std::span<const Inputs> points, const Options& options, const SignalWatch& signals,
         const std::function<void(std::size_t, results::RunResult)>& deliver);

}  // namespace dimsim::study
