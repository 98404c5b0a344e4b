#include "analysis/figures/figure.hpp"
#include "analysis/figures/figure_cartography_gain.hpp"
#include "analysis/figures/figure_data_map.hpp"
#include "analysis/figures/figure_latency_cdf.hpp"
#include "analysis/figures/figure_metric.hpp"
#include "analysis/figures/figure_pareto.hpp"
#include "analysis/figures/figure_profile_fit.hpp"
#include "analysis/figures/figure_regret.hpp"
#include "analysis/figures/figure_stacks.hpp"
#include "base/error.hpp"

#include <utility>

#include <fmt/format.h>

namespace dimsim::analysis {

const std::vector<Figure>& figures() {
  static const std::vector<Figure> all = {
      metric_figure(), latency_cdf_figure(), latency_parts_figure(),
      energy_figure(), pareto_figure(),      cartography_gain_figure(),
      regret_figure(), data_map_figure(),    profile_fit_figure(),
  };
  return all;
}

Drawing drawing_of(const Figure& figure, const FigureInput& input, const FigureOptions& options) {
  try {
    return figure.draw(input, options);
  } catch (const InputError& error) {
    std::vector<Diagnostic> diagnostics = error.diagnostics();
    std::string& hint = diagnostics.back().hint;
    hint += hint.empty() ? "" : hint.ends_with('?') ? " " : "; ";
    hint += fmt::format("figure {} needs {}; `{}` gives a file that it can draw", figure.name, figure.needs,
                        figure.example);
    throw InputError(std::move(diagnostics));
  }
}

}  // namespace dimsim::analysis
