#pragma once

#include "base/error.hpp"
#include "results/run_result.hpp"

#include <variant>

namespace dimsim::study {

/// Why a worker has no result.
struct Failure {
  enum class Kind : std::uint8_t { Input, Run, Invariant };
  Kind kind = Kind::Run;
  std::vector<Diagnostic> diagnostics;  ///< of Input
  std::string message;                  ///< of the others
};

/// What a worker hands to its parent.
using Report = std::variant<results::RunResult, Failure>;

/// Writes a report to an open file. Throws RunError.
void write_report(int file, Report report);

/// Reads what write_report wrote, from the file's beginning. Both are the same program, so there is no
/// version and no byte order. Throws RunError when the report is not whole.
[[nodiscard]] Report read_report(int file);

}  // namespace dimsim::study
