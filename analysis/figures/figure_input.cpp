#include "analysis/figures/figure_input.hpp"

#include "analysis/result_files.hpp"

namespace dimsim::analysis {

std::vector<ResultReader> FigureInput::results() const { return open_results(files_); }

}  // namespace dimsim::analysis
