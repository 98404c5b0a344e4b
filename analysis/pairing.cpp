#include "dimsim/analysis/pairing.hpp"

#include "dimsim/analysis/paired_requests.hpp"
#include "dimsim/statistics/statistics.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <span>

namespace dimsim::analysis {

namespace {

/// Quantities that are summed over pairs of requests.
enum Quantity : std::size_t {
  kRequests,
  kCorrect,
  kDrop,     ///< correct under the baseline − correct under the policy
  kDiffers,  ///< 1 if correct under only one of them
  kLambda,
  kBaselineLambda,
  kLatency,
  kBaselineLatency,
  kEnergy,
  kBaselineEnergy,
  kQuantities
};

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

Pairing::Pairing(const ResultReader& result) : result_(result), sums_(kQuantities) {}

void Pairing::add(const RunEntry& run, const RunEntry& baseline, std::size_t periods) {
  is_overloaded_ |= run.is_overloaded;
  is_baseline_overloaded_ |= baseline.is_overloaded;
  const std::array runs{&run, &baseline};
  for_each_request(result_, runs, [&](std::span<const RequestRow> rows) {
    add_pair(rows[0], rows[1], period_of(rows[1], baseline, periods));
    return true;
  });
  sums_.end_period();
}

void Pairing::add_pair(const RequestRow& row, const RequestRow& baseline, std::size_t period) {
  // for_each_request has checked that both runs agree on the warm-up.
  if (row.measured == 0 || baseline.measured == 0) {
    return;
  }
  ++measured_;
  if (!row.is_answered() || !baseline.is_answered()) {
    return;
  }
  ++paired_;
  const double drop = static_cast<double>(baseline.correct) - static_cast<double>(row.correct);
  std::array<double, kQuantities> values{};
  values[kRequests] = 1;
  values[kCorrect] = row.correct;
  values[kDrop] = drop;
  values[kDiffers] = std::abs(drop);
  values[kLambda] = row.lambda;
  values[kBaselineLambda] = baseline.lambda;
  values[kLatency] = row.latency_s;
  values[kBaselineLatency] = baseline.latency_s;
  values[kEnergy] = row.radio_j + row.compute_j;
  values[kBaselineEnergy] = baseline.radio_j + baseline.compute_j;
  sums_.begin_period(period);
  sums_.add(row.sample, values);
}

Measure Pairing::measure(std::size_t policy, std::size_t baseline) const {
  Measure result{.mean = sums_.quotient(policy, kRequests), .cut = sums_.quotient(policy, baseline)};
  result.cut.value = 1 - result.cut.value;  // the half width of 1 − θ is that of θ
  return result;
}

PairedResult Pairing::result() const {
  PairedResult result{.is_overloaded = is_overloaded_,
                      .measured = measured_,
                      .paired = paired_,
                      .texts = sums_.texts(),
                      .texts_differing = sums_.texts_with(kDiffers),
                      .accuracy = sums_.quotient(kCorrect, kRequests),
                      .accuracy_drop = sums_.quotient(kDrop, kRequests),
                      .lambda = measure(kLambda, kBaselineLambda),
                      .latency_s = measure(kLatency, kBaselineLatency),
                      .energy_j = measure(kEnergy, kBaselineEnergy)};
  // The conditions of the summary: periods must be long compared with the queues in them, and the latency of
  // an overloaded run has no mean.
  const bool is_short = paired_ < statistics::kBatches * statistics::kShortestBatch;
  if (is_short || is_overloaded_) {
    result.latency_s.mean.half_width = kNan;
  }
  if (is_short || is_overloaded_ || is_baseline_overloaded_) {
    result.latency_s.cut.half_width = kNan;
  }
  return result;
}

}  // namespace dimsim::analysis
