#pragma once

#include <cstdint>

namespace dimsim::statistics {

/// Which values of a metric are better.
enum class Better : std::uint8_t { Smaller, Larger, Neither };

}  // namespace dimsim::statistics
