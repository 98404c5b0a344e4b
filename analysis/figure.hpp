#pragma once

#include "analysis/result_reader.hpp"

#include <functional>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// How a figure is asked for.
struct FigureOptions {
  std::string format;                 ///< "png", "pdf" or "svg"
  std::vector<std::string> policies;  ///< labels; empty: the figure's own choice
  std::string metric = {};            ///< the same
  std::string axis = {};              ///< the same
};

/// A figure as `dimsim list figures` lists it.
struct Figure {
  std::string name;
  std::string summary;
  std::string needs;  ///< what result files must hold
  /// The script by which gnuplot draws it: the same one for the same input. Throws InputError with all that
  /// the files lack. Contract: there is at least one file.
  std::function<std::string(const std::vector<ResultReader>& results, const FigureOptions& options)> script;
};

/// All figures. A new one: a pair of files in this room, and a line in figures.cpp.
[[nodiscard]] const std::vector<Figure>& figures();

}  // namespace dimsim::analysis
