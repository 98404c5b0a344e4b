#pragma once

#include <cstdint>

namespace dimsim::columns {

/// How a request ended, as the column `outcome` has it.
enum class Outcome : std::uint8_t { Answered = 0, Dropped = 1, TimedOut = 2, Failed = 3, Pending = 255 };

}  // namespace dimsim::columns
