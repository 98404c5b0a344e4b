#pragma once

#include "dimsim/language/node.hpp"

#include <filesystem>

namespace dimsim::plan {

// Paths of traces in trees of a study. A path that a file gives is relative to that file, so it is made
// absolute first; what results keep is relative to the scenario's folder, so that two copies of a folder say
// the same.

/// The traces that a resolved `sweep` lists become absolute; `file` is the scenario's.
void make_swept_traces_absolute(language::Node& sweep, const std::filesystem::path& file);
/// They become relative to the scenario's folder.
void make_sweep_portable(language::Node& sweep, const std::filesystem::path& file);

/// What results keep of a completed scenario, and what distinguishes studies: the trace as seen from the
/// scenario's folder, and nothing of the cluster, so that a study whose tasks ran out of time continues with
/// more of it.
void make_portable(language::Node& scenario, const std::filesystem::path& file);

}  // namespace dimsim::plan
