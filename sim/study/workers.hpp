#pragma once

#include "study/shared_counters.hpp"
#include "study/signal_watch.hpp"
#include "study/worker.hpp"

#include <cstddef>
#include <functional>
#include <vector>

namespace dimsim::study {

/// Does the jobs in processes of their own, `at_once` of them at a time, and hands their results to `deliver`
/// in the order of the jobs, as soon as that order allows. `watch` is called a few times a second. The first
/// failure ends all workers and is thrown, as is Interrupted. Contract: this process has no SimGrid engine;
/// counters[i] counts for jobs[i].
void run_jobs(const std::vector<Job>& jobs, std::size_t at_once, SharedCounters& counters,
              const SignalWatch& signals, const std::function<void(results::RunResult)>& deliver,
              const std::function<void()>& watch);

}  // namespace dimsim::study
