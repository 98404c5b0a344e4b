#pragma once

#include <cstdint>

namespace dimsim::platform {

using LinkId = std::uint32_t;
using Endpoint = std::uint32_t;

/// How the subject of an event ended.
enum class Outcome : std::uint8_t {
  Done,       ///< the date has come; all bytes have left
  Failed,     ///< interrupted by a fault
  Cancelled,  ///< interrupted by a decision
};

/// Which solvers share contended links. SimGridOnly is for tests: it makes SimGrid the reference of ours.
enum class Solvers : std::uint8_t { Both, SimGridOnly };

}  // namespace dimsim::platform
