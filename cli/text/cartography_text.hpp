#pragma once

#include "dimsim/cartography/label_trace.hpp"
#include "dimsim/cartography/sample_map.hpp"

#include <string>
#include <vector>

namespace dimsim::cli {

/// The map before it is cut: samples, epochs, quantiles of its coordinates.
[[nodiscard]] std::string describe_map(const cartography::SampleMap& samples, cartography::InputKind kind);

/// The cuts, as given and as values.
[[nodiscard]] std::string describe_cuts(const cartography::Cuts& cuts, const cartography::Thresholds& limits);

/// The number and share of samples in each pool, one row per split.
[[nodiscard]] std::string describe_pools(const std::vector<cartography::Labelling::Split>& splits);

/// How well the embedding separates the pools.
[[nodiscard]] std::string describe_separation(const trace::PoolSeparation& separation);

/// The choice of the reward: thresholds, and the tiers where samples start.
[[nodiscard]] std::string describe_reward(const cartography::Labelling& labelling);

/// The shares of the pools under every named choice of cuts and under the one in use.
[[nodiscard]] std::string describe_choices(const cartography::Labelling& labelling);

}  // namespace dimsim::cli
