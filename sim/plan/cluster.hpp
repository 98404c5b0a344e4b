#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"
#include "dimsim/scenario/scenario.hpp"

namespace dimsim::scenario {

/// The section `cluster` of the language.
[[nodiscard]] TypePtr cluster_type();

/// What must hold of `cluster` in a completed scenario; a part of check_scenario. Its texts become lines that
/// sbatch reads, so that none may hold what begins another line, word or comment.
void check_cluster(const Node& scenario, Diagnostics& diagnostics);

/// `cluster` of a checked scenario, or what holds without one.
[[nodiscard]] Cluster bind_cluster(const Node& scenario);

}  // namespace dimsim::scenario
