#pragma once

#include "dimsim/cli/text/synthesis_comparison.hpp"

#include <string>

namespace dimsim::cli {

/// The output of `trace synthesize`: the figures of a generated trace with their targets in brackets, the
/// worst deviations, the checks against real data, and the assumptions.
[[nodiscard]] std::string synthesis_text(const synthesis::Recipe& recipe,
                                         const SynthesisComparison& comparison);

}  // namespace dimsim::cli
