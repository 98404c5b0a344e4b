#pragma once

#include "dimsim/engine/discipline.hpp"

namespace dimsim::engine {

[[nodiscard]] DisciplineEntry fifo_entry();

}  // namespace dimsim::engine
