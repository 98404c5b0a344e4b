#include "study/study.hpp"

#include "engine/run.hpp"
#include "study/shared_counters.hpp"
#include "study/workers.hpp"

#include <cmath>
#include <vector>

namespace dimsim::study {

std::uint64_t expected_requests(const scenario::Scenario& scenario) {
  const scenario::Workload& workload = scenario.workload;
  if (workload.requests) {
    return *workload.requests;
  }
  double rate_per_s = 0;
  for (const scenario::HostGroup& group : scenario.tiers.front().hosts) {
    rate_per_s += group.count * group.rate_per_s.value_or(workload.rate_per_s);
  }
  return static_cast<std::uint64_t>(std::llround(rate_per_s * workload.duration_s.value_or(0)));
}

void run(const Inputs& inputs, const Options& options, const SignalWatch& signals,
         const std::function<void(results::RunResult)>& deliver) {
  std::vector<Job> jobs;
  for (const scenario::PolicyChoice& policy : inputs.scenario.policies) {
    jobs.push_back({policy.label, [&inputs, &policy](std::atomic<std::uint64_t>& progress) {
                      return engine::run(
                          {.scenario = inputs.scenario,
                           .samples = inputs.trace.split,
                           .policy = policy,
                           .calibration = inputs.calibration ? &inputs.calibration->split : nullptr,
                           .progress = &progress});
                    }});
  }
  SharedCounters counters(jobs.size());
  Progress progress;
  progress.expected = expected_requests(inputs.scenario) * jobs.size();
  run_jobs(jobs, options.workers, counters, signals, deliver, [&] {
    progress.done = counters.sum();
    options.on_progress(progress);
  });
}

}  // namespace dimsim::study
