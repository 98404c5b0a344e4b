#include "dimsim/analysis/figures/figure.hpp"
#include "dimsim/analysis/figures/figure_bars.hpp"
#include "dimsim/analysis/figures/figure_best_policy.hpp"
#include "dimsim/analysis/figures/figure_cartography_gain.hpp"
#include "dimsim/analysis/figures/figure_data_map.hpp"
#include "dimsim/analysis/figures/figure_latency_cdf.hpp"
#include "dimsim/analysis/figures/figure_metric.hpp"
#include "dimsim/analysis/figures/figure_over_time.hpp"
#include "dimsim/analysis/figures/figure_pareto.hpp"
#include "dimsim/analysis/figures/figure_profile_fit.hpp"
#include "dimsim/analysis/figures/figure_regret.hpp"
#include "dimsim/analysis/figures/figure_stacks.hpp"
#include "dimsim/analysis/figures/figure_tier_share.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace dimsim::analysis {

const std::vector<Figure>& figures() {
  static const std::vector<Figure> all = {
      metric_figure(),      bars_figure(),
      best_policy_figure(), tier_share_figure(),
      latency_cdf_figure(), latency_parts_figure(),
      energy_figure(),      cost_figure(),
      pareto_figure(),      utilisation_figure(),
      queue_figure(),       regret_figure(),
      data_map_figure(),    cartography_gain_figure(),
      profile_fit_figure(),
  };
  return all;
}

namespace {

/// Throws InputError with all options that the figure does not use. Ignoring them would let a user believe
/// that a figure shows what was asked for. `--log none` is accepted everywhere: it requests what such figures
/// do anyway.
void refuse_unused(const Figure& figure, const FigureOptions& options) {
  const std::vector<std::pair<std::string, bool>> given{
      {"policies", !options.policies.empty()},
      {"metric", !options.metric.empty()},
      {"axis", !options.axis.empty()},
      {"point", !options.point.empty()},
      {"device", !options.device.empty()},
      {"log", !options.logarithmic.empty() && options.logarithmic != "none"}};
  std::vector<std::string> known;
  for (const std::string& option : figure.options) {
    known.push_back("--" + option);
  }
  Diagnostics diagnostics;
  for (const auto& [option, is_given] : given) {
    if (!is_given ||
        std::find(figure.options.begin(), figure.options.end(), option) != figure.options.end()) {
      continue;
    }
    const auto why =
        std::find_if(figure.unused.begin(), figure.unused.end(),
                     [&option = option](const UnusedOption& each) { return each.name == option; });
    const bool has_reason = why != figure.unused.end();
    diagnostics.add(Place{},
                    fmt::format("dimsim plot: figure {} takes no --{}: {}", figure.name, option,
                                has_reason ? why->reason : "it would have no effect"),
                    has_reason ? why->hint : fmt::format("omit it; the figure takes {}", enumerate(known)));
  }
  diagnostics.throw_if_any();
}

}  // namespace

Drawing drawing_of(const Figure& figure, const FigureInput& input, const FigureOptions& options) {
  refuse_unused(figure, options);
  try {
    return figure.draw(input, options);
  } catch (const InputError& error) {
    // Most refusals have one cause, a file without what the figure needs. The way to such a file is added
    // once, to the last message.
    std::vector<Diagnostic> diagnostics = error.diagnostics();
    std::string& hint = diagnostics.back().hint;
    if (hint.starts_with("did you mean")) {
      throw;  // a misspelt name: the file itself is suitable
    }
    hint += hint.empty() ? "" : hint.ends_with('?') ? " " : "; ";
    hint += fmt::format("figure {} needs {}; `{}` writes a file that it can draw", figure.name, figure.needs,
                        figure.example);
    throw InputError(std::move(diagnostics));
  }
}

}  // namespace dimsim::analysis
