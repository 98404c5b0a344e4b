#pragma once

#include <string>
#include <vector>

namespace dimsim::analysis {

/// All names of some lists of tiers, each list from the device upwards, in an order in which all lists have
/// theirs as far as that is possible: a tier that a list has anew stands behind the one below it there.
[[nodiscard]] std::vector<std::string> merged_tiers(const std::vector<std::vector<std::string>>& lists);

}  // namespace dimsim::analysis
