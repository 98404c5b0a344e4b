#pragma once

#include <cstdint>

namespace dimsim::columns {

/// How a request ended, with the codes of the column `outcome`.
enum class Outcome : std::uint8_t { Answered = 0, Dropped = 1, TimedOut = 2, Failed = 3, Pending = 255 };

}  // namespace dimsim::columns
