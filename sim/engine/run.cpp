#include "engine/run.hpp"

#include "base/error.hpp"
#include "engine/accounts.hpp"
#include "engine/simulation.hpp"

#include <algorithm>

namespace dimsim::engine {

results::RunResult run(const RunInput& input) {
  Simulation simulation(input);
  simulation.run();
  results::RunResult result = simulation.take_records();
  result.kernel = platform::Kernel::description();
  fill_accounts(simulation, result);
  check_conservation(result);
  return result;
}

}  // namespace dimsim::engine
