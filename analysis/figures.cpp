#include "analysis/figure.hpp"
#include "analysis/figure_cartography_gain.hpp"
#include "analysis/figure_metric.hpp"

namespace dimsim::analysis {

const std::vector<Figure>& figures() {
  static const std::vector<Figure> all = {
      metric_figure(),
      cartography_gain_figure(),
  };
  return all;
}

}  // namespace dimsim::analysis
