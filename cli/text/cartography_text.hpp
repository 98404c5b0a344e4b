#pragma once

#include "dimsim/cartography/label_trace.hpp"
#include "dimsim/cartography/sample_map.hpp"

#include <string>

namespace dimsim::cli {

/// What there is to know of a map before it is cut: samples, epochs, quantiles.
[[nodiscard]] std::string describe_map(const cartography::SampleMap& samples, cartography::InputKind kind);

/// The cuts as they were asked for and as values.
[[nodiscard]] std::string describe_cuts(const cartography::Cuts& cuts, const cartography::Thresholds& limits);

/// Samples of each pool, a row a split.
[[nodiscard]] std::string describe_pools(const std::vector<cartography::Labelling::Split>& splits);

/// How well the embedding tells the pools apart.
[[nodiscard]] std::string describe_separation(const trace::PoolSeparation& separation);

/// What the reward chose: thresholds, and where samples begin.
[[nodiscard]] std::string describe_reward(const cartography::Labelling& labelling);

/// Shares of the pools by every named choice of cuts and by the one in use, and how much depends on it.
[[nodiscard]] std::string describe_choices(const cartography::Labelling& labelling);

}  // namespace dimsim::cli
