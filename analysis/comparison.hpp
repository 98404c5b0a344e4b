#pragma once

#include "dimsim/analysis/pairing.hpp"
#include "dimsim/analysis/result_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// A policy compared with the baseline at one point.
struct PolicyComparison {
  std::string policy;
  bool is_baseline = false;
  PairedResult paired;
};

struct PointComparison {
  std::filesystem::path path;  ///< of the result file
  std::string scenario;        ///< its name
  std::int64_t seed = 0;
  std::size_t index = 0;  ///< of the point in the file
  Point point;
  std::size_t replications = 0;
  std::vector<PolicyComparison> policies;  ///< in the file's order
};

/// Compares each policy with the baseline, at each point of each file. Throws InputError if a point lacks the
/// baseline, if policies differ in their replications or requests, if files have different seeds, or if a
/// file is given twice. Contract: there is at least one file.
[[nodiscard]] std::vector<PointComparison> compare(const std::vector<ResultReader>& results,
                                                   const std::string& baseline);

}  // namespace dimsim::analysis
