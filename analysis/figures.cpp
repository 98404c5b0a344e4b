#include "analysis/figure.hpp"
#include "analysis/figure_cartography_gain.hpp"

namespace dimsim::analysis {

const std::vector<Figure>& figures() {
  static const std::vector<Figure> all = {
      cartography_gain_figure(),
  };
  return all;
}

}  // namespace dimsim::analysis
