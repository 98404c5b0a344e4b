#pragma once

#include "dimsim/base/error.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dimsim::study {

/// The reason why a run has no result.
struct Failure {
  enum class Kind : std::uint8_t { Input, Run, Invariant };
  Kind kind = Kind::Run;
  std::vector<Diagnostic> diagnostics;  ///< of Input
  std::string message;                  ///< of the others
};

}  // namespace dimsim::study
