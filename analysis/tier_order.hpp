#pragma once

#include <string>
#include <vector>

namespace dimsim::analysis {

/// Union of several lists of tiers, each from the device upwards, in an order that agrees with all lists as
/// far as possible: a tier that only a later list has is inserted directly above the tier below it there.
[[nodiscard]] std::vector<std::string> merged_tiers(const std::vector<std::vector<std::string>>& lists);

}  // namespace dimsim::analysis
