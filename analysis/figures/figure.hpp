#pragma once

#include "dimsim/analysis/figures/canvas.hpp"
#include "dimsim/analysis/figures/figure_input.hpp"
#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/base/gnuplot.hpp"

#include <functional>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// The options of `dimsim plot` for a figure.
struct FigureOptions {
  Canvas canvas = {};                      ///< the figure itself chooses the height
  std::vector<std::string> policies = {};  ///< labels; empty: the figure's default
  std::string metric = {};                 ///< likewise
  std::string axis = {};                   ///< likewise; "x,y" for a figure over two axes
  /// Name or index of the point; "": the first. For figures along axes: the values of the other axes.
  std::string point = {};
  /// Axes with a logarithmic scale: "x", "y", "xy" or "none"; "": those with values that span a decade.
  std::string logarithmic = {};
  std::string device = {};  ///< one of those in a table of measurements; "": all
  std::string title = {};
  std::string style = {};  ///< gnuplot commands that are inserted just before the plot
};

/// An option that a figure does not use.
struct UnusedOption {
  std::string name;    ///< "axis"
  std::string reason;  ///< completes the message "figure bars takes no --axis: "
  std::string hint;
};

/// A figure as `dimsim list figures` lists it.
struct Figure {
  std::string name;
  std::string thumbnail;  ///< a sketch of it in a few characters
  std::string summary;
  std::string needs;    ///< requirements on the input files
  std::string example;  ///< a command that writes a file which the figure can draw
  /// The same input gives the same drawing. Throws InputError with everything that the files lack.
  std::function<Drawing(const FigureInput& input, const FigureOptions& options)> draw;
  /// Options of `dimsim plot` that it uses, in addition to title, width and style, which all figures use.
  std::vector<std::string> options = {"policies", "metric", "axis", "point", "log"};
  /// Reasons why it does not use some of the other options; those without one get a general message.
  std::vector<UnusedOption> unused = {};
};

/// Draws a figure. Throws InputError with all options that the figure does not use; otherwise as
/// Figure::draw, with a hint how to make a file that the figure can draw.
[[nodiscard]] Drawing drawing_of(const Figure& figure, const FigureInput& input,
                                 const FigureOptions& options);

/// Figure::draw for a figure of result files of `dimsim run`.
template <typename DrawResults>
[[nodiscard]] auto of_results(DrawResults draw) {
  return [draw](const FigureInput& input, const FigureOptions& options) {
    return draw(input.results(), options);
  };
}

/// All figures, in the order of `dimsim list figures`. A new one needs a pair of files in this room and a
/// line in figures.cpp.
[[nodiscard]] const std::vector<Figure>& figures();

}  // namespace dimsim::analysis
