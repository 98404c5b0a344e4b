#pragma once

#include "dimsim/workload/arrival_process.hpp"

namespace dimsim::workload {

[[nodiscard]] ArrivalEntry poisson_entry();

}  // namespace dimsim::workload
