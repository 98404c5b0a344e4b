#pragma once

#include "dimsim/results/run_result.hpp"
#include "dimsim/results/summary.hpp"

#include <functional>
#include <optional>

namespace dimsim::study {

/// Finds the warm-up of a run by MSER-5 on the latencies of its answers, in the order of arrival: `simulate`
/// is done once in a process of its own, since utilisation and overload are taken from the end of the warm-up
/// on, and a run must know that end when it begins. At most half of the requests are left out. Nothing when
/// that run fails: the real one says why. Contract: this process has no SimGrid engine yet. Throws RunError.
[[nodiscard]] std::optional<results::FoundWarmUp> find_warm_up(
    const std::function<results::RunResult()>& simulate);

}  // namespace dimsim::study
