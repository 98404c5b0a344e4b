#pragma once

#include "dimsim/cartography/cartography.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace dimsim::cartography {

/// A data map read from a file.
struct StoredMap {
  Coordinates map;                        ///< at least one sample
  std::vector<trace::Complexity> labels;  ///< pools of all samples; empty if the file has none
  std::optional<Thresholds> limits = {};  ///< cuts between the pools, if stated in the file
  int epochs = 0;                         ///< largest possible correctness; 0 if not stated
};

/// Reads the output of `dimsim cartography -o`: labels as CSV (.csv) or JSON Lines (possibly with map
/// coordinates only), or a labelled trace. Throws InputError with all errors; for other kinds of files the
/// message says how to make a map.
[[nodiscard]] StoredMap read_stored_map(const std::filesystem::path& file);

}  // namespace dimsim::cartography
