#pragma once

#include "dimsim/analysis/figures/figure.hpp"
#include "dimsim/analysis/routing_gain.hpp"

#include <string>
#include <vector>

namespace dimsim::analysis {

/// Accuracy gain of routing by pools over a random choice, against the pool separation in the embedding.
[[nodiscard]] Figure cartography_gain_figure();

/// A point of the figure.
struct GainPoint {
  std::string name;  ///< of the trace
  bool is_synthetic = false;
  double own_pool_share = 0;
  statistics::Estimate gain;  ///< as a fraction, not in percent
};

[[nodiscard]] Drawing cartography_gain_drawing(const std::vector<GainPoint>& points,
                                               const FigureOptions& options);

}  // namespace dimsim::analysis
