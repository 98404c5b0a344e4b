#pragma once

#include "dimsim/cli/arguments.hpp"
#include "dimsim/results/timeline.hpp"

namespace dimsim::cli {

/// Adds `--trace-events`, `--trace-events-every` and `--trace-events-window`.
void add_timeline_options(po::options_description& options);

/// The values of these options; `file` is empty without them. Throws InputError, also if the file exists and
/// is not a timeline.
[[nodiscard]] results::TimelineOptions timeline_options(const po::variables_map& arguments);

}  // namespace dimsim::cli
