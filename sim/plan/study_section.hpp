#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"
#include "dimsim/scenario/scenario.hpp"

namespace dimsim::scenario {

/// The keys of a scenario that make a study of it.
[[nodiscard]] Field replications_field();
[[nodiscard]] Field precision_field();
[[nodiscard]] Field sweep_field();
[[nodiscard]] Field keep_requests_field();

/// What must hold of `replications` and `precision` in a completed scenario; a part of check_scenario.
void check_replications(const Node& scenario, Diagnostics& diagnostics);

/// `precision` of a checked scenario.
[[nodiscard]] Precision bind_precision(const Node& precision);

}  // namespace dimsim::scenario
