#include "dimsim/base/error.hpp"
#include "dimsim/language/units.hpp"
#include "dimsim/scenario/draft.hpp"

#include <fmt/format.h>

namespace dimsim::scenario {
namespace {

/// Requests per second of all devices together [1/s]; 0 if a value that it depends on was refused. Not a sum
/// over what was given, which would be too low and let a warm-up pass or fail by accident.
double total_rate(const Draft& draft) {
  if (draft.tiers.empty()) {
    return 0;
  }
  double total = 0;
  for (const HostDraft& group : draft.tiers.front().hosts) {
    const bool has_rate = group.rate.is_given() || draft.workload.rate.is_given();
    if (!group.count.is_given() || !has_rate) {
      return 0;
    }
    total += group.values.count * group.values.rate_per_s.value_or(draft.workload.values.rate_per_s);
  }
  return total;
}

void check_length(const WorkloadDraft& workload, Diagnostics& diagnostics) {
  if (workload.requests.is_absent() && workload.duration.is_absent()) {
    diagnostics.add(workload.self.place, "workload: either 'requests' or 'duration' must be given",
                    "for example 'requests: 10000'");
  } else if (!workload.requests.is_absent() && !workload.duration.is_absent()) {
    diagnostics.add({workload.duration.place,
                     "workload: 'requests' and 'duration' cannot both be given",
                     "remove one of them; '--set workload.duration=~' removes it",
                     {{workload.requests.place, "'requests' given here"}}});
  }
}

/// Both keys determine the first request that is measured, and neither has precedence.
void check_automatic_warm_up(const WorkloadDraft& workload, Diagnostics& diagnostics) {
  if (workload.values.find_warm_up && workload.values.warm_up_requests > 0) {
    diagnostics.add(
        {workload.warm_up_requests.place,
         fmt::format("workload.warm_up_requests: found {}, but 'warm_up: auto' determines the warm-up",
                     workload.warm_up_requests.text),
         "remove one of them",
         {{workload.warm_up.place, "'auto' given here"}}});
  }
}

/// Checks that the warm-up ends before the last arrival. With a number of requests the time of that arrival
/// is only known on average, which is enough for a message about an obvious mistake.
void check_warm_up(const Draft& draft, Diagnostics& diagnostics) {
  const WorkloadDraft& workload = draft.workload;
  const Workload& values = workload.values;
  const bool is_fixed = workload.warm_up.is_given() && !values.find_warm_up;
  if (is_fixed && values.duration_s && values.warm_up_s >= *values.duration_s) {
    diagnostics.add(workload.warm_up.place,
                    fmt::format("workload.warm_up: {} leaves nothing of the duration of {} to measure",
                                quote(workload.warm_up.text), quote(workload.duration.text)));
  }
  const double rate_per_s = total_rate(draft);
  if (is_fixed && values.requests && rate_per_s > 0) {
    const double all_s = static_cast<double>(*values.requests) / rate_per_s;
    if (values.warm_up_s >= all_s) {
      diagnostics.add(
          workload.warm_up.place,
          fmt::format("workload.warm_up: {} leaves nothing to measure: {} requests arrive in about {}",
                      quote(workload.warm_up.text), workload.requests.text, human(all_s, Dimension::Time)));
    }
  }
  if (values.requests && workload.warm_up_requests.is_given() &&
      values.warm_up_requests >= *values.requests) {
    diagnostics.add(workload.warm_up_requests.place,
                    fmt::format("workload.warm_up_requests: {} leaves nothing of {} requests to measure",
                                workload.warm_up_requests.text, workload.requests.text));
  }
}

}  // namespace

void check_workload(const Draft& draft, Diagnostics& diagnostics) {
  const WorkloadDraft& workload = draft.workload;
  if (!workload.self.is_given()) {
    return;
  }
  check_length(workload, diagnostics);
  check_automatic_warm_up(workload, diagnostics);
  check_warm_up(draft, diagnostics);
  if (workload.trace.is_given() && workload.values.trace.empty()) {
    diagnostics.add(workload.trace.place, "workload.trace: expected the path of a trace file");
  }
}

}  // namespace dimsim::scenario
