#pragma once

#include "dimsim/cli/arguments.hpp"
#include "dimsim/results/timeline.hpp"

namespace dimsim::cli {

/// Adds `--trace-events`, `--trace-events-every` and `--trace-events-window`.
void add_timeline_options(po::options_description& options);

/// What they say. Throws InputError, also where the file would take the place of something else.
[[nodiscard]] results::TimelineOptions timeline_options(const po::variables_map& arguments);

}  // namespace dimsim::cli
