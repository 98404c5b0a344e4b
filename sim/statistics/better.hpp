#pragma once

#include <cstdint>

namespace dimsim::statistics {

/// Direction in which the values of a metric improve.
enum class Better : std::uint8_t { Smaller, Larger, Neither };

}  // namespace dimsim::statistics
