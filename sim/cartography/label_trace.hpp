#pragma once

#include "cartography/cartography.hpp"

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace dimsim::cartography {

/// What label_trace did, to be shown.
struct Labelling {
  struct Split {
    std::string name;
    std::array<std::size_t, kPools> samples{};  ///< easy, medium, hard
  };
  Thresholds limits;
  std::vector<Split> splits;  ///< the training split first
};

/// Copies a trace and adds complexity labels. Training samples get the pool of their place on the map
/// (train/confidence, variability, correctness, complexity), samples of the other splits that of the nearest
/// pool centroid in the embedding (SPLIT/complexity); group `cartography` keeps the centroids, the cuts and
/// the rule. Labels that the trace had are replaced. `output` is written whole or not at all and may be
/// `input`. Throws InputError for a trace that is faulty, or has no dynamics or no embedding; RunError when
/// writing fails.
Labelling label_trace(const std::filesystem::path& input, const Cuts& cuts,
                      const std::filesystem::path& output);

}  // namespace dimsim::cartography
