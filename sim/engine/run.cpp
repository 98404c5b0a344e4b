#include "dimsim/engine/run.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/engine/accounts.hpp"
#include "dimsim/engine/conservation.hpp"
#include "dimsim/engine/simulation.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dimsim::engine {

namespace {

void check_something_is_measured(const scenario::Workload& workload, const results::RunResult& result) {
  if (result.requests.empty()) {
    throw InputError("no request arrives within workload.duration",
                     "make the duration longer or the rate higher");
  }
  const auto measured = [](const results::RequestRecord& record) { return record.measured; };
  if (std::none_of(result.requests.begin(), result.requests.end(), measured)) {
    throw InputError(workload.warm_up_place,
                     fmt::format("no request arrives after the warm-up: the last one comes at {:.6g} s",
                                 result.last_arrival_s),
                     "make workload.warm_up shorter, or the run longer");
  }
}

}  // namespace

results::RunResult run(const RunInput& input) {
  Simulation simulation(input);
  simulation.run();
  results::RunResult result = simulation.take_records();
  // Before the accounts, which divide by the length of the measurement window.
  check_something_is_measured(input.scenario.workload, result);
  result.kernel = platform::Kernel::description();
  fill_accounts(simulation.facts(), result);
  // In release builds too: it takes a percent of a run, and a defect that loses bytes, joules or requests
  // must not end as a number in a paper.
  check_conservation(result);
  return result;
}

}  // namespace dimsim::engine
