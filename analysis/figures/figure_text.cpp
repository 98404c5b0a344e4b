#include "analysis/figures/figure_text.hpp"

#include "base/error.hpp"
#include "base/suggest.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dimsim::analysis {

Canvas canvas_of(const FigureOptions& options, double height_of_width) {
  Canvas canvas = options.canvas;
  canvas.height_in = height_of_width * std::min(canvas.width_in, kWidest);
  return canvas;
}

std::string begin_of(const Canvas& canvas, const FigureOptions& options) {
  std::string text = canvas_script(canvas) + "set tics nomirror out scale 0.5\nset border 3\n";
  if (!options.title.empty()) {
    text += fmt::format("set title {} noenhanced\n", gnuplot_text(options.title));
  }
  return text;
}

std::string remark_of(const std::string& text) {
  return fmt::format("set label {} at screen 0.99,0.03 right noenhanced font ',6' textcolor '{}'\n",
                     gnuplot_text(text), kGrey);
}

std::string axis_title(const std::string& name, const std::string& unit) {
  return unit.empty() ? name : fmt::format("{} [{}]", name, unit);
}

bool is_logarithmic(const FigureOptions& options, char axis, double least, double most) {
  constexpr double kDecade = 10;
  if (!options.logarithmic.empty()) {
    return options.logarithmic.find(axis) != std::string::npos && options.logarithmic != "none";
  }
  return least > 0 && most / least >= kDecade;
}

void refuse(const ResultReader& result, const std::string& message, const std::string& hint) {
  throw InputError(file_place(result.path().string()), message, hint);
}

const ResultReader& only_file(const std::vector<ResultReader>& results, const std::string& figure) {
  if (results.size() > 1) {
    refuse(results.front(), fmt::format("figure {} is of one file, but {} are named", figure, results.size()),
           "name one");
  }
  return results.front();
}

std::size_t point_of(const ResultReader& result, const FigureOptions& options) {
  return options.point.empty() ? 0 : result.point(options.point);
}

std::vector<PolicyRuns> policies_of(const ResultReader& result, std::size_t point,
                                    const FigureOptions& options) {
  std::vector<PolicyRuns> policies = policy_runs(result, point);
  for (const std::string& name : options.policies) {
    static_cast<void>(find_policy(result, point, policies, {.name = name, .purpose = "", .hint = ""}));
  }
  std::erase_if(policies, [&options](const PolicyRuns& each) {
    return !options.policies.empty() &&
           std::find(options.policies.begin(), options.policies.end(), each.policy) == options.policies.end();
  });
  if (policies.size() > kMostStyles) {
    refuse(result,
           fmt::format("has {} policies to draw, and the figure takes {}", policies.size(), kMostStyles),
           "name some by --policies A,B");
  }
  return policies;
}

std::string place_text(const ResultReader& result, std::size_t point) {
  return result.points().size() < 2 ? "" : ", at " + result.points()[point].name();
}

}  // namespace dimsim::analysis
