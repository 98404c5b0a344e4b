#pragma once

#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/statistics/clustered_sums.hpp"

#include <cstddef>
#include <cstdint>

namespace dimsim::analysis {

/// A mean over requests, and its relative reduction against the baseline: 1 − mean / baseline's mean.
struct Measure {
  statistics::Estimate mean;
  statistics::Estimate cut;
};

/// A policy compared with a baseline, over the measured requests that both answered.
struct PairedResult {
  bool is_overloaded = false;       ///< the policy, in any replication
  std::uint64_t measured = 0;       ///< requests
  std::uint64_t paired = 0;         ///< of these, answered by both
  std::size_t texts = 0;            ///< distinct texts of the paired requests
  std::size_t texts_differing = 0;  ///< of these, answered correctly by only one of the two in some request
  statistics::Estimate accuracy;
  statistics::Estimate accuracy_drop;  ///< accuracy of the baseline − accuracy of the policy
  Measure lambda;                      ///< [λ]
  Measure latency_s;                   ///< [s]; no half width if overloaded or if there are too few requests
  Measure energy_j;                    ///< radio and compute above idle [J]
};

/// Compares two policies at a point request by request: under common random numbers the i-th request of both
/// is the same one. Replications are pooled. Memory grows with the number of texts, not of requests.
class Pairing {
 public:
  explicit Pairing(const ResultReader& result);

  /// Adds one replication, divided into `periods` of equal length; requests within a period may be
  /// correlated. Throws InputError if the two runs do not have the same requests.
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
