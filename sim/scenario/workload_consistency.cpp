#include "dimsim/language/tree.hpp"
#include "dimsim/scenario/consistency.hpp"

#include <fmt/format.h>

namespace dimsim::scenario {
namespace {

/// Requests per second of all devices together; 0 when something that it hangs on was refused [1/s].
double total_rate(const Node& scenario) {
  const Node* of_all = valid(scenario, "workload", "rate");
  const Node* tiers = valid(scenario, "deployment", "tiers");
  const Node* groups = tiers == nullptr || tiers->items.empty() || !tiers->items.front().is_map()
                           ? nullptr
                           : valid(tiers->items.front(), "hosts");
  double total = 0;
  for (const Node& group : groups == nullptr ? std::vector<Node>{} : groups->items) {
    const Node* count = group.is_map() ? valid(group, "count") : nullptr;
    const Node* own = group.is_map() ? valid(group, "rate") : nullptr;
    const Node* rate = own != nullptr ? own : of_all;
    if (count == nullptr || rate == nullptr) {
      return 0;
    }
    total += static_cast<double>(count->integer()) * rate->quantity(Dimension::Rate);
  }
  return total;
}

void check_length(const Node& workload, Diagnostics& diagnostics) {
  const Node* requests = workload.find("requests");
  const Node* duration = workload.find("duration");
  if (requests == nullptr && duration == nullptr) {
    diagnostics.add(workload.place, "workload: either 'requests' or 'duration' must be given",
                    "for example 'requests: 10000'");
  } else if (requests != nullptr && duration != nullptr) {
    diagnostics.add({duration->place,
                     "workload: 'requests' and 'duration' cannot both be given",
                     "remove one of them; '--set workload.duration=~' removes it",
                     {{requests->place, "'requests' given here"}}});
  }
}

/// A warm-up in seconds; nullptr when it is to be found.
const Node* fixed_warm_up(const Node& workload) {
  const Node* warm_up = valid(workload, "warm_up");
  return warm_up != nullptr && warm_up->text == kAutomatic ? nullptr : warm_up;
}

void check_automatic_warm_up(const Node& workload, Diagnostics& diagnostics) {
  const Node* warm_up = valid(workload, "warm_up");
  const Node* skipped = valid(workload, "warm_up_requests");
  if (warm_up != nullptr && warm_up->text == kAutomatic && skipped != nullptr && skipped->integer() > 0) {
    diagnostics.add({skipped->place,
                     fmt::format("workload.warm_up_requests: found {}, but 'warm_up: auto' finds the warm-up",
                                 skipped->text),
                     "remove one of them",
                     {{warm_up->place, "'auto' given here"}}});
  }
}

/// Something must be left to measure.
void check_warm_up(const Node& scenario, const Node& workload, Diagnostics& diagnostics) {
  const Node* warm_up = fixed_warm_up(workload);
  const Node* requests = valid(workload, "requests");
  const Node* duration = valid(workload, "duration");
  if (warm_up != nullptr && duration != nullptr &&
      warm_up->quantity(Dimension::Time) >= duration->quantity(Dimension::Time)) {
    diagnostics.add(warm_up->place,
                    fmt::format("workload.warm_up: {} leaves nothing of the duration of {} to measure",
                                quote(warm_up->text), quote(duration->text)));
  }
  const double rate_per_s = total_rate(scenario);
  if (warm_up != nullptr && requests != nullptr && rate_per_s > 0) {
    const double all_s = static_cast<double>(requests->integer()) / rate_per_s;
    if (warm_up->quantity(Dimension::Time) >= all_s) {
      diagnostics.add(
          warm_up->place,
          fmt::format("workload.warm_up: {} leaves nothing to measure: {} requests take some {} to arrive",
                      quote(warm_up->text), requests->text, human(all_s, Dimension::Time)));
    }
  }
  const Node* skipped = valid(workload, "warm_up_requests");
  if (requests != nullptr && skipped != nullptr && skipped->integer() >= requests->integer()) {
    diagnostics.add(skipped->place,
                    fmt::format("workload.warm_up_requests: {} leaves nothing of {} requests to measure",
                                skipped->text, requests->text));
  }
}

}  // namespace

void check_workload(const Node& scenario, Diagnostics& diagnostics) {
  const Node* workload = valid(scenario, "workload");
  if (workload == nullptr) {
    return;
  }
  check_length(*workload, diagnostics);
  check_automatic_warm_up(*workload, diagnostics);
  check_warm_up(scenario, *workload, diagnostics);
  const Node* trace = valid(*workload, "trace");
  if (trace != nullptr && trace->text.empty()) {
    diagnostics.add(trace->place, "workload.trace: expected the path of a trace file");
  }
}

}  // namespace dimsim::scenario
