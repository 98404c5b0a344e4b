#pragma once

#include "dimsim/analysis/figures/figure.hpp"
#include "dimsim/analysis/routing_gain.hpp"

namespace dimsim::analysis {

/// What routing by pools gains over a random choice, against how well pools separate in the embedding.
[[nodiscard]] Figure cartography_gain_figure();

/// A point of it.
struct GainPoint {
  std::string name;  ///< of the trace
  bool is_synthetic = false;
  double own_pool_share = 0;
  statistics::Estimate gain;  ///< share
};

[[nodiscard]] Drawing cartography_gain_drawing(const std::vector<GainPoint>& points,
                                               const FigureOptions& options);

}  // namespace dimsim::analysis
