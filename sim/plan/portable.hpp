#pragma once

#include "dimsim/language/node.hpp"

#include <filesystem>

namespace dimsim::plan {

// Paths of traces in trees of a study. A path in a file is relative to that file, so it is made absolute
// first. In results it is relative to the scenario's folder, so that two copies of a folder give the same
// results.

/// Makes the paths of traces in a resolved `sweep` absolute; `file` is the scenario's.
void make_swept_traces_absolute(language::Node& sweep, const std::filesystem::path& file);
/// Makes them relative to the scenario's folder.
void make_sweep_portable(language::Node& sweep, const std::filesystem::path& file);

/// Reduces a completed scenario to what results keep and what distinguishes studies: makes the path of the
/// trace relative to the scenario's folder, and removes the section `cluster`. Therefore a study can
/// continue with a larger time limit after its tasks exceeded the first.
void make_portable(language::Node& scenario, const std::filesystem::path& file);

}  // namespace dimsim::plan
