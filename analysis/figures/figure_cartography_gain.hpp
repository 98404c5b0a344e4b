#pragma once

#include "analysis/figures/figure.hpp"
#include "analysis/routing_gain.hpp"

namespace dimsim::analysis {

/// What routing by pools gains over a random choice, against how well pools separate in the embedding.
[[nodiscard]] Figure cartography_gain_figure();

/// A point of it.
struct GainPoint {
  std::string name;  ///< of the trace
  bool is_synthetic = false;
  double own_pool_share = 0;
  Estimate gain;  ///< share
};

[[nodiscard]] Drawing cartography_gain_drawing(const std::vector<GainPoint>& points,
                                               const FigureOptions& options);

}  // namespace dimsim::analysis
