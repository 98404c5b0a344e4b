#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/read.hpp"
#include "dimsim/language/type.hpp"
#include "dimsim/plan/study.hpp"

#include <vector>

namespace dimsim::plan {

/// The section `cluster` of the language.
[[nodiscard]] language::TypePtr cluster_type();

/// The section `cluster` as it was read; the defaults apply without one.
struct ClusterDraft {
  Cluster values;
  language::Origin partition;
  language::Origin account;
  std::vector<language::Origin> extra;  ///< as many as values.extra
};

/// Reads the section of a resolved study; values that were refused keep their defaults.
[[nodiscard]] ClusterDraft read_cluster(const language::Node& study);

/// Checks the texts, which become lines of a script for sbatch: none may contain a character that begins
/// another line, word or comment.
void check(const ClusterDraft& cluster, Diagnostics& diagnostics);

}  // namespace dimsim::plan
