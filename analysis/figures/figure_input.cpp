#include "dimsim/analysis/figures/figure_input.hpp"

#include "dimsim/analysis/result_files.hpp"

namespace dimsim::analysis {

std::vector<ResultReader> FigureInput::results() const { return open_results(files_); }

}  // namespace dimsim::analysis
