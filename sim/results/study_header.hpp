#pragma once

#include "dimsim/results/summary.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dimsim::results {

/// The description of a point in a result file.
struct PointHeader {
  Summary summary;                    ///< without policies
  std::vector<std::string> policies;  ///< labels, in the scenario's order
  std::string resolved_yaml;          ///< of this point alone
  std::string trace_fingerprint;
  std::vector<std::string> device_group;  ///< of every device, by its number in requests
  std::vector<std::string> device_site;
};

/// The description of a study in a result file. Plain data: writing the file needs no scenario and no trace,
/// so that `dimsim merge` can do it.
struct StudyHeader {
  std::string name;
  std::uint64_t seed = 1;
  std::string source_yaml;    ///< as the user wrote it
  std::string resolved_yaml;  ///< every default filled in
  bool keep_requests = false;
  std::vector<PointHeader> points;
};

/// Header of one point. `fingerprint` is of its trace.
[[nodiscard]] PointHeader point_header(const scenario::Scenario& point, const trace::Trace& trace,
                                       std::string fingerprint, bool keep_requests,
                                       const plan::PointDescription& description = {});

}  // namespace dimsim::results
