#include "analysis/figures/figure.hpp"
#include "analysis/figures/figure_bars.hpp"
#include "analysis/figures/figure_best_policy.hpp"
#include "analysis/figures/figure_cartography_gain.hpp"
#include "analysis/figures/figure_latency_cdf.hpp"
#include "analysis/figures/figure_metric.hpp"
#include "analysis/figures/figure_over_time.hpp"
#include "analysis/figures/figure_pareto.hpp"
#include "analysis/figures/figure_stacks.hpp"
#include "analysis/figures/figure_tier_share.hpp"

namespace dimsim::analysis {

const std::vector<Figure>& figures() {
  static const std::vector<Figure> all = {
      metric_figure(),      bars_figure(),          best_policy_figure(), tier_share_figure(),
      latency_cdf_figure(), latency_parts_figure(), energy_figure(),      cost_figure(),
      pareto_figure(),      utilisation_figure(),   queue_figure(),       cartography_gain_figure(),
  };
  return all;
}

}  // namespace dimsim::analysis
