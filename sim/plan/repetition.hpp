#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/read.hpp"
#include "dimsim/plan/study.hpp"

#include <cstdint>
#include <optional>

namespace dimsim::plan {

/// How often a point is run, as it was read.
struct RepetitionDraft {
  std::uint32_t replications = 1;
  std::optional<Precision> precision;
  language::Origin replications_origin;
  language::Origin precision_origin;
};

/// Reads `replications` and `precision` of a resolved study, or as much of them as was not refused.
[[nodiscard]] RepetitionDraft read_repetition(const language::Node& study);

/// One of them says how many replications there are.
void check(const RepetitionDraft& repetition, Diagnostics& diagnostics);

}  // namespace dimsim::plan
