#include "analysis/pairing.hpp"

#include "analysis/statistics.hpp"
#include "base/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace dimsim::analysis {

namespace {

/// What is added up over pairs of requests.
enum Quantity : std::size_t {
  kRequests,
  kCorrect,
  kDrop,     ///< right in the baseline less right in the policy
  kDiffers,  ///< 1: right in one of them only
  kLambda,
  kBaselineLambda,
  kLatency,
  kBaselineLatency,
  kEnergy,
  kBaselineEnergy,
  kQuantities
};

constexpr std::size_t kRowsAtOnce = 1U << 16U;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::string described(const RequestRow& row) {
  return fmt::format("sample {} on device {} at {} s{}", row.sample, row.device, row.arrival_s,
                     row.measured != 0 ? "" : " (warm-up)");
}

/// Number of the period in which a measured request arrived.
std::size_t period_of(const RequestRow& row, const RunEntry& run, std::size_t periods) {
  const double length = run.last_arrival_s - run.warm_up_end_s;
  const double share = length > 0 ? (row.arrival_s - run.warm_up_end_s) / length : 0;
  const auto last = static_cast<double>(periods - 1);
  return static_cast<std::size_t>(std::clamp(std::floor(share * static_cast<double>(periods)), 0.0, last));
}

}  // namespace

Pairing::Pairing(const ResultReader& result) : result_(result), sums_(kQuantities) {}

void Pairing::refuse(const RunEntry& run, const RunEntry& baseline, const std::string& found) const {
  throw InputError(
      file_place(result_.path().string()),
      fmt::format(
          "'{}' (policy '{}') and '{}' (policy '{}') cannot be paired: {}; expected the same requests",
          run.group, run.policy, baseline.group, baseline.policy, found),
      "one `dimsim run` makes the policies of a point on the same requests");
}

void Pairing::check(const RunEntry& run, const RunEntry& baseline, std::size_t first, std::size_t i) const {
  const RequestRow& one = rows_[i];
  const RequestRow& other = baseline_rows_[i];
  if (one.device != other.device || one.sample != other.sample || one.arrival_s != other.arrival_s ||
      one.measured != other.measured) {
    refuse(
        run, baseline,
        fmt::format("request {} is {} in one, {} in the other", first + i, described(one), described(other)));
  }
}

void Pairing::add(const RunEntry& run, const RunEntry& baseline, std::size_t periods) {
  if (run.requests != baseline.requests) {
    refuse(run, baseline, fmt::format("they have {} and {} requests", run.requests, baseline.requests));
  }
  is_overloaded_ |= run.is_overloaded;
  is_baseline_overloaded_ |= baseline.is_overloaded;
  period_ = 0;
  for (std::size_t first = 0; first < run.requests; first += kRowsAtOnce) {
    const std::size_t count = std::min(kRowsAtOnce, run.requests - first);
    result_.read(run, first, count, rows_);
    if (run.group == baseline.group) {
      baseline_rows_ = rows_;
    } else {
      result_.read(baseline, first, count, baseline_rows_);
    }
    for (std::size_t i = 0; i < count; ++i) {
      check(run, baseline, first, i);
      add_pair(rows_[i], baseline_rows_[i], period_of(rows_[i], baseline, periods));
    }
  }
  sums_.end_period();
}

void Pairing::add_pair(const RequestRow& row, const RequestRow& baseline, std::size_t period) {
  if (row.measured == 0) {
    return;
  }
  ++measured_;
  if (period != period_) {
    sums_.end_period();
    period_ = period;
  }
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
  sums_.add(row.sample, values);
}

Measure Pairing::measure(std::size_t policy, std::size_t baseline) const {
  Measure result{.mean = sums_.quotient(policy, kRequests), .cut = sums_.quotient(policy, baseline)};
  result.cut.value = 1 - result.cut.value;
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
  // As in the summary: periods must be longer than what they hold of queues, and an overloaded run has no
  // mean.
  const bool is_short = paired_ < kBatches * kShortestBatch;
  if (is_short || is_overloaded_) {
    result.latency_s.mean.half_width = kNan;
  }
  if (is_short || is_overloaded_ || is_baseline_overloaded_) {
    result.latency_s.cut.half_width = kNan;
  }
  return result;
}

}  // namespace dimsim::analysis
