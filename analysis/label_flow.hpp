#pragma once

#include "dimsim/analysis/result_reader.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace dimsim::analysis {

/// Labels of a sample's complexity as result files count them; the last one is "none".
inline constexpr std::array<const char*, 4> kLabels{"easy", "medium", "hard", "unlabelled"};

/// Requests by label and by the tier that answered: [label][index into the runs' tiers].
using LabelFlow = std::array<std::vector<std::size_t>, kLabels.size()>;

/// Counts the measured requests of some runs of the same tiers that were answered; nothing where the file
/// does not keep labels. Throws InputError when requests are not kept.
[[nodiscard]] std::optional<LabelFlow> label_flow(const ResultReader& result,
                                                  const std::vector<const RunEntry*>& runs);

}  // namespace dimsim::analysis
