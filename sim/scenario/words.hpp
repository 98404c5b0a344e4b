#pragma once

#include <string_view>

namespace dimsim::scenario {

/// The word for a value that the simulation determines.
inline constexpr std::string_view kAutomatic = "auto";

}  // namespace dimsim::scenario
