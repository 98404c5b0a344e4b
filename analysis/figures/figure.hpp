#pragma once

#include "analysis/figures/canvas.hpp"
#include "analysis/result_reader.hpp"
#include "base/gnuplot.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// How a figure is asked for.
struct FigureOptions {
  Canvas canvas = {};                 ///< its height is the figure's own choice
  std::vector<std::string> policies;  ///< labels; empty: the figure's own choice
  std::string metric = {};            ///< the same
  std::string axis = {};              ///< the same; both of a figure over two axes, by a comma
  /// What its axes call it, or its number; "": the first. Of figures along axes: what the others are held at.
  std::string point = {};
  std::string logarithmic =
      {};  ///< axes with a logarithmic scale: "x", "y", "xy" or "none"; "": as ranges ask
  std::string title = {};
  std::string style = {};  ///< gnuplot's commands that come last before the plot
};

/// A figure as `dimsim list figures` lists it.
struct Figure {
  std::string name;
  std::string summary;
  std::string needs;    ///< what result files must hold
  std::string example;  ///< a command whose result it draws
  /// How gnuplot draws it: the same for the same input. Throws InputError with all that the files lack.
  /// Contract: there is at least one file.
  std::function<Drawing(const std::vector<ResultReader>& results, const FigureOptions& options)> draw;
};

/// All figures. A new one: a pair of files in this room, and a line in figures.cpp.
[[nodiscard]] const std::vector<Figure>& figures();

}  // namespace dimsim::analysis
