#pragma once

#include "dimsim/analysis/result_reader.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace dimsim::analysis {

/// Labels in the order of their numbers in result files (0, 1, 2); the last stands for any other number.
inline constexpr std::array<const char*, 4> kLabels{"easy", "medium", "hard", "unlabelled"};

/// Requests by label and by the tier that answered: [label][index into the runs' tiers].
using LabelFlow = std::array<std::vector<std::size_t>, kLabels.size()>;

/// Counts the measured, answered requests of runs that have the same tiers; empty if the file has no labels.
/// Throws InputError if the file does not keep its requests.
[[nodiscard]] std::optional<LabelFlow> label_flow(const ResultReader& result,
                                                  const std::vector<const RunEntry*>& runs);

}  // namespace dimsim::analysis
