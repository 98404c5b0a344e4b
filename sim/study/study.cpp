#include "study/study.hpp"

#include "engine/run.hpp"
#include "study/shared_counters.hpp"
#include "study/workers.hpp"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

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

namespace {

/// "all-edge" or "all-edge at task = sst-2", for messages.
std::string name_of(const scenario::PolicyChoice& policy, const scenario::Scenario& point) {
  std::string name = policy.label;
  for (const scenario::Label& label : point.labels) {
    name += fmt::format("{}{} = {}", &label == &point.labels.front() ? " at " : ", ", label.axis, label.text);
  }
  return name;
}

}  // namespace

void run(std::span<const Inputs> points, const Options& options, const SignalWatch& signals,
         const std::function<void(std::size_t, results::RunResult)>& deliver) {
  std::vector<Job> jobs;
  std::vector<std::size_t> point_of_job;
  Progress progress;
  for (const Inputs& point : points) {
    for (const scenario::PolicyChoice& policy : point.scenario.policies) {
      jobs.push_back({name_of(policy, point.scenario), [&point, &policy](std::atomic<std::uint64_t>& done) {
                        return engine::run(
                            {.scenario = point.scenario,
                             .samples = point.trace->split,
                             .policy = policy,
                             .calibration = point.calibration ? &point.calibration->split : nullptr,
                             .progress = &done});
                      }});
      point_of_job.push_back(static_cast<std::size_t>(&point - points.data()));
      progress.expected += expected_requests(point.scenario);
    }
  }
  SharedCounters counters(jobs.size());
  std::size_t delivered = 0;
  run_jobs(
      jobs, options.workers, counters, signals,
      [&](results::RunResult result) { deliver(point_of_job[delivered++], std::move(result)); },
      [&] {
        progress.done = counters.sum();
        options.on_progress(progress);
      });
}

}  // namespace dimsim::study
