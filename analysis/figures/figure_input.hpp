#pragma once

#include "dimsim/analysis/result_reader.hpp"

#include <string>
#include <utility>
#include <vector>

namespace dimsim::analysis {

/// The files that a figure is asked of. Each figure opens them as the kind of file that it takes.
class FigureInput {
 public:
  /// Contract: there is at least one file.
  explicit FigureInput(std::vector<std::string> files) : files_(std::move(files)) {}

  [[nodiscard]] const std::vector<std::string>& files() const { return files_; }

  /// All of them as results of `dimsim run`. Throws InputError with what is wrong with any of them.
  [[nodiscard]] std::vector<ResultReader> results() const;

 private:
  std::vector<std::string> files_;
};

}  // namespace dimsim::analysis
