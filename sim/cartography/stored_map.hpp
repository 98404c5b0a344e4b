#pragma once

#include "dimsim/cartography/cartography.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace dimsim::cartography {

/// A data map as a file holds it.
struct StoredMap {
  Coordinates map;                        ///< at least one sample
  std::vector<trace::Complexity> labels;  ///< pools of all samples; empty where the file has none
  std::optional<Thresholds> limits = {};  ///< cuts between the pools, where the file says them
  int epochs = 0;                         ///< the largest correctness that there can be; 0: not said
};

/// Reads what `dimsim cartography -o` writes: labels as CSV (.csv) or JSON Lines, the latter also with
/// nothing but map coordinates, or a labelled trace. Throws InputError with all faults; of other kinds of
/// files it says what they are and how to make a map.
[[nodiscard]] StoredMap read_stored_map(const std::filesystem::path& file);

}  // namespace dimsim::cartography
