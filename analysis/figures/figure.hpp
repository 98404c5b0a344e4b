#pragma once

#include "dimsim/analysis/figures/canvas.hpp"
#include "dimsim/analysis/figures/figure_input.hpp"
#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/base/gnuplot.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// How a figure is asked for.
struct FigureOptions {
  Canvas canvas = {};                      ///< its height is the figure's own choice
  std::vector<std::string> policies = {};  ///< labels; empty: the figure's own choice
  std::string metric = {};                 ///< the same
  std::string axis = {};                   ///< the same; both of a figure over two axes, by a comma
  /// What its axes call it, or its number; "": the first. Of figures along axes: what the others are held at.
  std::string point = {};
  std::string logarithmic =
      {};                   ///< axes with a logarithmic scale: "x", "y", "xy" or "none"; "": as ranges ask
  std::string device = {};  ///< of several in a table of measurements; "": all
  std::string title = {};
  std::string style = {};  ///< gnuplot's commands that come last before the plot
};

/// An option that says nothing to a figure.
struct UselessOption {
  std::string name;    ///< "axis"
  std::string reason;  ///< goes on "figure bars takes no --axis: "
  std::string hint;
};

/// A figure as `dimsim list figures` lists it.
struct Figure {
  std::string name;
  std::string thumbnail;  ///< what it looks like, in a few characters
  std::string summary;
  std::string needs;    ///< what files must be and hold
  std::string example;  ///< a command that gives a file which it draws
  /// How gnuplot draws it: the same for the same input. Throws InputError with all that the files lack.
  std::function<Drawing(const FigureInput& input, const FigureOptions& options)> draw;
  /// Options of `dimsim plot` that it understands, beside title, width and style, which all do.
  std::vector<std::string> options = {"policies", "metric", "axis", "point", "log"};
  /// Why it takes some of the others not, where that needs to be said.
  std::vector<UselessOption> useless = {};
};

/// What a figure draws. Throws InputError with all options that say nothing to it; else as Figure::draw does,
/// and ends the message with how to make a file that it can draw.
[[nodiscard]] Drawing drawing_of(const Figure& figure, const FigureInput& input,
                                 const FigureOptions& options);

/// Figure::draw of a figure that is drawn of results of `dimsim run`.
template <typename DrawResults>
[[nodiscard]] auto of_results(DrawResults draw) {
  return [draw](const FigureInput& input, const FigureOptions& options) {
    return draw(input.results(), options);
  };
}

/// All figures. A new one: a pair of files in this room, and a line in figures.cpp.
[[nodiscard]] const std::vector<Figure>& figures();

}  // namespace dimsim::analysis
