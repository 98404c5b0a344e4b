#pragma once

#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/statistics/clustered_sums.hpp"

#include <cstddef>
#include <cstdint>

namespace dimsim::analysis {

/// A mean over requests, and by what share of the baseline's it is smaller: 1 − mean / baseline's mean.
struct Measure {
  statistics::Estimate mean;
  statistics::Estimate cut;
};

/// A policy against a baseline, over the measured requests that both answered.
struct PairedResult {
  bool is_overloaded = false;       ///< in one of its replications
  std::uint64_t measured = 0;       ///< requests
  std::uint64_t paired = 0;         ///< of them, those that both answered
  std::size_t texts = 0;            ///< that the paired requests ask
  std::size_t texts_differing = 0;  ///< of them, those that one policy answered rightly and the other wrongly
  statistics::Estimate accuracy;
  statistics::Estimate accuracy_drop;  ///< the baseline's accuracy less the policy's
  Measure lambda;                      ///< [λ]
  Measure latency_s;                   ///< [s]; no half width where overloaded, or for too few requests
  Measure energy_j;                    ///< radio and compute above idle [J]
};

/// Compares two policies of a point request by request: under common random numbers the i-th request of both
/// is the same one. Replications are pooled. Reads piece by piece; memory grows with the number of texts
/// only.
class Pairing {
 public:
  explicit Pairing(const ResultReader& result);

  /// Adds one replication, divided into `periods` of equal length, whose requests may resemble each other.
  /// Throws InputError when the two runs are not of the same requests.
  void add(const RunEntry& run, const RunEntry& baseline, std::size_t periods);

  [[nodiscard]] PairedResult result() const;

 private:
  void add_pair(const RequestRow& row, const RequestRow& baseline, std::size_t period);
  [[nodiscard]] Measure measure(std::size_t policy, std::size_t baseline) const;

  const ResultReader& result_;
  statistics::ClusteredSums sums_;
  std::uint64_t measured_ = 0;
  std::uint64_t paired_ = 0;
  bool is_overloaded_ = false;
  bool is_baseline_overloaded_ = false;
};

}  // namespace dimsim::analysis
