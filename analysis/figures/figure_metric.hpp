#pragma once

#include "dimsim/analysis/figures/figure.hpp"
#include "dimsim/statistics/estimate.hpp"

#include <string>
#include <vector>

namespace dimsim::analysis {

/// Any metric along an axis of a study, a line for each policy, with 95 % intervals across replications.
[[nodiscard]] Figure metric_figure();

/// A line of the figure.
struct MetricLine {
  std::string name;
  std::vector<double> x;                 ///< rising
  std::vector<statistics::Estimate> y;   ///< no half width with one replication
  std::vector<bool> is_overloaded = {};  ///< by x; empty: none
};

struct MetricAxes {
  std::string x_title;
  std::string y_title;
  bool is_x_logarithmic = false;
  bool is_y_logarithmic = false;
};

/// Where two lines cross.
struct MetricCrossing {
  double x = 0;
  double y = 0;
  double x_low = 0;  ///< ends of its 95 % interval within the axis; x itself if there is no interval
  double x_high = 0;
};

[[nodiscard]] Drawing metric_drawing(const std::vector<MetricLine>& lines,
                                     const std::vector<MetricCrossing>& crossings, const MetricAxes& axes,
                                     const FigureOptions& options);

}  // namespace dimsim::analysis
