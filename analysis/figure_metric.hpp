#pragma once

#include "analysis/estimate.hpp"
#include "analysis/figure.hpp"

#include <string>
#include <vector>

namespace dimsim::analysis {

/// Any metric along an axis of a study, a line for each policy, with 95 % intervals across replications.
[[nodiscard]] Figure metric_figure();

/// A line of it.
struct MetricLine {
  std::string name;
  std::vector<double> x;    ///< rising
  std::vector<Estimate> y;  ///< no half width: one replication
};

struct MetricAxes {
  std::string x_title;
  std::string y_title;
  bool is_x_logarithmic = false;
  bool is_y_logarithmic = false;
};

[[nodiscard]] std::string metric_script(const std::vector<MetricLine>& lines, const MetricAxes& axes,
                                        const std::string& format);

}  // namespace dimsim::analysis
