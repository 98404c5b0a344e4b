#pragma once

#include "dimsim/study/optimise.hpp"

#include <string>
#include <vector>

namespace dimsim::cli {

inline constexpr const char* kTrialsFormat = "dimsim.trials";

/// The trials, best first, and the command that runs the best one.
[[nodiscard]] std::string trials_table(const std::vector<study::Trial>& trials,
                                       const study::OptimiseOptions& options, bool colour);

/// {"format": "dimsim.trials", "version": 1, …}: all trials in the order of their evaluation.
[[nodiscard]] std::string trials_json(const std::vector<study::Trial>& trials,
                                      const study::OptimiseOptions& options);

}  // namespace dimsim::cli
