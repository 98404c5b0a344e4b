#pragma once

#include <string_view>

namespace dimsim::scenario {

/// In place of a value that the simulation finds itself.
inline constexpr std::string_view kAutomatic = "auto";

}  // namespace dimsim::scenario
