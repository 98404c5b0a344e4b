#pragma once

#include "dimsim/language/node.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dimsim::scenario {

/// Precisions that a device's `compute` has a speed in.
[[nodiscard]] std::vector<std::string> precisions_of(const Node& compute);

/// Fills in what an entry's other fields imply: the width of a model's embedding.
void complete_entry(const std::string& kind, Node& entry);

/// Makes a path absolute: it is relative to the file that holds it, that of a `--set` to the scenario file.
void make_path_absolute(Node& path, const std::filesystem::path& file);

/// Fills in the defaults of a resolved scenario that depend on the rest of it: names, locations and exits of
/// tiers, costs of entering them, the absolute path of the trace. What was refused stays as it is.
void complete_scenario(Node& scenario, const std::filesystem::path& file);

}  // namespace dimsim::scenario
