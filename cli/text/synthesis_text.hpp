#pragma once

#include "dimsim/cli/text/synthesis_comparison.hpp"

#include <string>

namespace dimsim::cli {

/// The table that `trace synthesize` prints: each figure of a generated trace with its target in brackets,
/// the worst deviations, the checks on real data, and what is assumed.
[[nodiscard]] std::string synthesis_text(const synthesis::Recipe& recipe,
                                         const SynthesisComparison& comparison);

}  // namespace dimsim::cli
