#pragma once

#include "dimsim/results/run_result.hpp"
#include "dimsim/results/summary.hpp"

#include <functional>
#include <optional>

namespace dimsim::study {

/// Finds the warm-up of a run by MSER-5 on the latencies of its answers in order of arrival. Calls `simulate`
/// once in a process of its own: a pilot run, because the actual run must know the end of its warm-up when it
/// begins. At most half of the requests are excluded. Returns nothing if the pilot run fails; the actual run
/// then fails in the same way. Contract: this process has no SimGrid engine yet. Throws RunError.
[[nodiscard]] std::optional<results::FoundWarmUp> find_warm_up(
    const std::function<results::RunResult()>& simulate);

}  // namespace dimsim::study
