#pragma once

#include "dimsim/analysis/summary_rows.hpp"

#include <functional>
#include <string>
#include <vector>

namespace dimsim::cli {

/// A format of `dimsim export`.
struct ExportFormat {
  std::string name;
  std::string meaning;
  std::string mark;  ///< occurs in the first 100 bytes of every such text
  std::function<std::string(const analysis::SummaryTable&)> write;
};

/// All export formats.
[[nodiscard]] const std::vector<ExportFormat>& export_formats();

}  // namespace dimsim::cli
