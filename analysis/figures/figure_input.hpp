#pragma once

#include "dimsim/analysis/result_reader.hpp"

#include <string>
#include <utility>
#include <vector>

namespace dimsim::analysis {

/// The input files of a figure. Each figure opens them as the kind of file that it needs.
class FigureInput {
 public:
  /// Contract: there is at least one file.
  explicit FigureInput(std::vector<std::string> files) : files_(std::move(files)) {}

  [[nodiscard]] const std::vector<std::string>& files() const { return files_; }

  /// Opens all of them as results of `dimsim run`. Throws InputError with the errors of all files together.
  [[nodiscard]] std::vector<ResultReader> results() const;

 private:
  std::vector<std::string> files_;
};

}  // namespace dimsim::analysis
