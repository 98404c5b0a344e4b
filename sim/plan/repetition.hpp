#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/read.hpp"
#include "dimsim/plan/study.hpp"

#include <cstdint>
#include <optional>

namespace dimsim::plan {

/// The number of replications of a point, or the precision that decides it, as they were read.
struct RepetitionDraft {
  std::uint32_t replications = 1;
  std::optional<Precision> precision;
  language::Origin replications_origin;
  language::Origin precision_origin;
};

/// Reads `replications` and `precision` of a resolved study; values that were refused keep their defaults.
[[nodiscard]] RepetitionDraft read_repetition(const language::Node& study);

/// Checks that only one of them decides the number of replications.
void check(const RepetitionDraft& repetition, Diagnostics& diagnostics);

}  // namespace dimsim::plan
